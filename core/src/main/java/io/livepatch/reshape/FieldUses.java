package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.Bridge;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Reads and writes of fields by bodies of NEW: added fields in holders and companions, and those that the running code may not touch by bridges. */
final class FieldUses {
    private final TwoVersions versions;
    private final AccessRules rules;
    private final AccessClasses access;
    private final Needs needs;
    private final Findings findings;
    private final String home;
    private final Place place;

    /**
     * Of the code of one class.
     *
     * @param home the class of NEW that the code was written for
     * @param place where it will run
     */
    FieldUses(TwoVersions versions, AccessClasses access, Needs needs, Findings findings, String home, Place place) {
        this.versions = versions;
        this.rules = new AccessRules(versions);
        this.access = access;
        this.needs = needs;
        this.findings = findings;
        this.home = home;
        this.place = place;
    }

    /** Rewrites one in place. */
    void rewrite(MethodNode method, FieldInsnNode field) {
        Optional<Declared<FieldNode>> found = versions.field(field.owner, field.name, field.desc);
        if (found.isEmpty()) {
            // inherited from outside the library, or one of OLD's that NEW has under another name
            if (place == Place.COMPANION && versions.isKept(field.owner)) {
                use(method, field, bridge(field.getOpcode(), false), field.owner);
            }
            return;
        }
        Declared<FieldNode> declared = found.get();
        boolean isStatic = field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC;
        if (!versions.inheritsInBoth(field.owner, declared.ownerName()) && !isInOld(field)) {
            reachPastSupertypes(method, field, declared, isStatic);
        }
        Standing standing = versions.standingOfField(declared);
        if (standing == Standing.OF_ADDED_CLASS) {
            needs.addedClass(declared.ownerName());
        } else if (standing == Standing.ADDED_MEMBER && isStatic) {
            field.owner = needs.holderOfStatic(declared);
        } else if (standing == Standing.ADDED_MEMBER) {
            Way way = field.getOpcode() == Opcodes.GETFIELD ? needs.getter(declared) : needs.setter(declared);
            method.instructions.set(field, way.call());
        } else if (isStatic && needs.isVersioned(declared)) {
            field.owner = needs.holderOfStatic(declared);
        } else {
            existing(method, field, declared);
        }
    }

    private boolean isInOld(FieldInsnNode field) {
        return versions.lineageBefore(field.owner).stream()
                .anyMatch(
                        each -> TwoVersions.field(each, field.name, field.desc).isPresent());
    }

    /** A field that its class inherits in NEW only: a static one is there all the same, where it is declared. */
    private void reachPastSupertypes(
            MethodNode method, FieldInsnNode field, Declared<FieldNode> declared, boolean isStatic) {
        boolean isOpen =
                (declared.owner().access & Opcodes.ACC_PUBLIC) != 0 || Names.samePackage(home, declared.ownerName());
        if (isStatic && isOpen) {
            field.owner = declared.ownerName();
        } else {
            findings.refuse(
                    RefusalKind.SUPERTYPE,
                    Names.where(home, method.name + method.desc),
                    "it uses the field " + Names.where(field.owner, field.name) + ", which "
                            + field.owner.replace('/', '.')
                            + " inherits in NEW only; a running JVM does not change supertypes");
        }
    }

    private void existing(MethodNode method, FieldInsnNode field, Declared<FieldNode> declared) {
        FieldNode old = versions.existingField(declared).orElseThrow();
        boolean writes = field.getOpcode() == Opcodes.PUTFIELD || field.getOpcode() == Opcodes.PUTSTATIC;
        boolean closed =
                !rules.isOpen(place, home, versions.before(declared.ownerName()), old.access, declared.member().access);
        boolean isFinal = writes && (old.access & Opcodes.ACC_FINAL) != 0 && !isInitializer(method, declared);
        boolean becomesVolatile =
                (declared.member().access & Opcodes.ACC_VOLATILE) != 0 && (old.access & Opcodes.ACC_VOLATILE) == 0;
        if (closed || isFinal || becomesVolatile) {
            use(method, field, bridge(field.getOpcode(), becomesVolatile), declared.ownerName());
        } else if (OtherMembers.isOther(
                versions, field.owner, declared, versions.fieldBefore(field.owner, field.name, field.desc))) {
            // the running class still has the field that hid this one
            field.owner = declared.ownerName();
        }
    }

    private void use(MethodNode method, FieldInsnNode field, Bridge kind, String owner) {
        method.instructions.set(
                field, access.field(home, kind, owner, field.name, field.desc).call());
    }

    /** Whether this code is where the JVM lets a final field be set (JVMS 6.5, putfield). */
    private boolean isInitializer(MethodNode method, Declared<FieldNode> declared) {
        String initializer = TwoVersions.isStatic(declared.member().access) ? "<clinit>" : "<init>";
        return place == Place.IN_PLACE && home.equals(declared.ownerName()) && method.name.equals(initializer);
    }

    private static Bridge bridge(int opcode, boolean isVolatile) {
        return switch (opcode) {
            case Opcodes.GETFIELD -> isVolatile ? Bridge.GET_VOLATILE : Bridge.GET_FIELD;
            case Opcodes.PUTFIELD -> isVolatile ? Bridge.PUT_VOLATILE : Bridge.PUT_FIELD;
            case Opcodes.GETSTATIC -> isVolatile ? Bridge.GET_STATIC_VOLATILE : Bridge.GET_STATIC;
            default -> isVolatile ? Bridge.PUT_STATIC_VOLATILE : Bridge.PUT_STATIC;
        };
    }
}
