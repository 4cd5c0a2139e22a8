package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.MethodId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whether added static fields get the value that NEW's static initialiser gives them. The companion runs the statements that make them, and no others:
 * what these do by methods that they call is not done for it.
 */
final class AddedStaticValues {
    private final TwoVersions versions;
    private final Findings findings;

    AddedStaticValues(TwoVersions versions, Findings findings) {
        this.versions = versions;
        this.findings = findings;
    }

    /**
     * Judges the fields in the companion of a class.
     *
     * @param taken their names
     */
    void check(ClassNode owner, StaticInitializer initializer, Set<String> taken) {
        Set<String> added = new TreeSet<>();
        for (FieldNode each : owner.fields) {
            if (taken.contains(each.name)
                    && versions.existingField(new TwoVersions.Declared<>(owner, each))
                            .isEmpty()) {
                added.add(each.name);
            }
        }
        Map<MethodId, MethodNode> left = SliceReferences.reached(owner, initializer.leaving(taken));
        Map<MethodId, MethodNode> effects = SliceReferences.reached(owner, initializer.effects());
        for (String each : added) {
            if (!isSet(owner.name, each, left)) {
                warnOfUse(owner.name, each, effects);
            }
        }
    }

    /** A method that looks at the field before it sets it has something to begin with: an object that is made when it is asked for, a count. */
    private boolean isSet(String owner, String field, Map<MethodId, MethodNode> methods) {
        for (Map.Entry<MethodId, MethodNode> each : methods.entrySet()) {
            boolean reads = uses(each.getValue(), Opcodes.GETSTATIC, owner, field);
            if (!reads && uses(each.getValue(), Opcodes.PUTSTATIC, owner, field)) {
                findings.refuse(
                        RefusalKind.FIELD_DEFAULT,
                        Names.where(owner, field),
                        "the static initialiser of NEW has this added field set by " + each.getKey()
                                + ", and it has run in the live JVM; what it does by that method is not done again, so the field would stay as it"
                                + " is without. Have a statement of the initialiser set the field, or keep to changes that do not need it"
                                + " (--only, --exclude)");
                return true;
            }
        }
        return false;
    }

    private void warnOfUse(String owner, String field, Map<MethodId, MethodNode> methods) {
        for (Map.Entry<MethodId, MethodNode> each : methods.entrySet()) {
            if (uses(each.getValue(), Opcodes.GETSTATIC, owner, field)) {
                findings.warn(
                        WarningKind.STATIC_STATE,
                        Names.where(owner, field),
                        "the static initialiser of NEW calls " + each.getKey()
                                + ", which uses this added field; it has run in the live JVM, and what it does to the object in the field is not"
                                + " done again. If the fix needs that, have the value made by the statement that sets the field");
                return;
            }
        }
    }

    private static boolean uses(MethodNode method, int opcode, String owner, String field) {
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof FieldInsnNode access
                    && access.getOpcode() == opcode
                    && access.owner.equals(owner)
                    && access.name.equals(field)) {
                return true;
            }
        }
        return false;
    }
}
