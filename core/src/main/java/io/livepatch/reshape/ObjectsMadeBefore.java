package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Objects in static fields that were made by code which the patch changes. One that has nothing but final fields is made anew
 * for the code of NEW, as a restart would make it; another has a state of its own by now, and stays.
 */
final class ObjectsMadeBefore {
    private final TwoVersions versions;
    private final StaticInitializers initializers;
    private final Findings findings;

    ObjectsMadeBefore(TwoVersions versions, StaticInitializers initializers, Findings findings) {
        this.versions = versions;
        this.initializers = initializers;
        this.findings = findings;
    }

    /**
     * Finds the fields that OLD has as well.
     *
     * @param changes whether a method changes
     */
    void forEach(BiPredicate<String, MethodId> changes, Consumer<Declared<FieldNode>> action) {
        CallReach reach = new CallReach(versions, changes);
        for (String name : new TreeSet<>(versions.namesAfter())) {
            ClassNode owner = versions.isKept(name) ? versions.after(name) : null;
            if (owner == null || versions.before(name) == null) {
                continue;
            }
            Set<String> made = initializers.after(owner).madeBy(reach::reaches);
            for (FieldNode each : owner.fields) {
                Declared<FieldNode> field = new Declared<>(owner, each);
                if (made.contains(each.name)
                        && !EnumConstants.isValues(field)
                        && versions.existingField(field).isPresent()) {
                    action.accept(field);
                }
            }
        }
    }

    /** Whether the code of NEW gets another object, where the field lets it have one; warns of either. */
    boolean isMadeAnew(Declared<FieldNode> field, boolean isVersionable) {
        Type type = Type.getType(field.member().desc);
        ClassNode made = type.getSort() == Type.OBJECT ? versions.after(type.getInternalName()) : null;
        boolean isFixed = made != null
                && isVersionable
                && made.fields.stream()
                        .filter(each -> !TwoVersions.isStatic(each.access))
                        .allMatch(each -> (each.access & Opcodes.ACC_FINAL) != 0);
        findings.warn(
                WarningKind.MADE_BEFORE,
                Names.where(field.ownerName(), field.member().name),
                isFixed
                        ? "the object in this static field was made by code that the patch changes; the code of NEW gets one that is made"
                                + " anew, that of OLD keeps the one it has"
                        : "the object in this static field was made by code that the patch changes, and stays as it was made. If that keeps"
                                + " the hole open, write a callback that mends the object");
        return isFixed;
    }
}
