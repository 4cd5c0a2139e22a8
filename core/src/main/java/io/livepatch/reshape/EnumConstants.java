package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Enums that get constants. A constant that exists stays the one object it is, with the ordinal it has, for old and new code: both
 * compare it by identity. So NEW can only add constants behind those of OLD; one that it removed stays.
 */
final class EnumConstants {
    private static final String ENUM = "java/lang/Enum";
    private static final String SWITCH_TABLE = "$SWITCH_TABLE$";

    private final TwoVersions versions;
    private final Findings findings;
    private final Set<String> grown = new TreeSet<>();

    EnumConstants(TwoVersions versions, Findings findings) {
        this.versions = versions;
        this.findings = findings;
    }

    static boolean isConstant(FieldNode field) {
        return (field.access & Opcodes.ACC_ENUM) != 0 && TwoVersions.isStatic(field.access);
    }

    /** The array of all constants that compilers put into an enum: {@code $VALUES}, or {@code ENUM$VALUES}. */
    static Optional<Declared<FieldNode>> values(ClassNode owner) {
        return owner.fields.stream()
                .filter(each -> isValues(new Declared<>(owner, each)))
                .findFirst()
                .map(each -> new Declared<>(owner, each));
    }

    static boolean isValues(Declared<FieldNode> field) {
        return isEnum(field.owner())
                && TwoVersions.isStatic(field.member().access)
                && (field.member().access & Opcodes.ACC_SYNTHETIC) != 0
                && field.member().desc.equals("[L" + field.ownerName() + ";");
    }

    /** Whether it is the table that ECJ fills when code of its class first switches over an enum. */
    static boolean isSwitchTable(FieldNode field) {
        return TwoVersions.isStatic(field.access) && field.name.startsWith(SWITCH_TABLE);
    }

    /** Whether it is such a table for that enum. */
    static boolean isSwitchTable(FieldNode field, String of) {
        return isSwitchTable(field) && field.name.equals(SWITCH_TABLE + of.replace('/', '$'));
    }

    private static boolean isEnum(ClassNode owner) {
        return (owner.access & Opcodes.ACC_ENUM) != 0 && ENUM.equals(owner.superName);
    }

    /** Whether new code is to see other constants of an enum; refused if they cannot stand beside those that exist. */
    boolean grows(ClassNode owner) {
        if (grown.contains(owner.name)) {
            return true;
        }
        List<String> before = constants(versions.before(owner.name));
        List<String> after = constants(owner);
        if (before.containsAll(after) && isInOrderOf(before, after)) {
            return false;
        }
        boolean appends =
                after.size() >= before.size() && after.subList(0, before.size()).equals(before);
        if (!appends) {
            refuse(
                    owner,
                    owner.name.replace('/', '.'),
                    "its constants are " + after + " in NEW and " + before
                            + " in OLD, so one that exists would get another ordinal, which"
                            + " no object in a running JVM can");
            return false;
        }
        List<String> added = after.subList(before.size(), after.size());
        boolean plain = added.stream().allMatch(each -> isPlain(owner, each));
        if (plain) {
            grown.add(owner.name);
        }
        return plain;
    }

    private void refuse(ClassNode owner, String where, String reason) {
        findings.refuse(
                RefusalKind.ENUM_CONSTANT,
                where,
                reason + ". Leave the constants as they are (--exclude '" + owner.name.replace('/', '.')
                        + ".*') if the fix does not need them");
    }

    /** What NEW removed stays, so it is enough that the others have the order they had. */
    private static boolean isInOrderOf(List<String> before, List<String> after) {
        return before.stream().filter(after::contains).toList().equals(after);
    }

    private static List<String> constants(ClassNode owner) {
        return owner.fields.stream()
                .filter(EnumConstants::isConstant)
                .map(each -> each.name)
                .toList();
    }

    /** Whether a constant is an object of the enum itself. */
    private boolean isPlain(ClassNode owner, String constant) {
        boolean plain = classOf(owner, constant).equals(owner.name);
        if (!plain) {
            refuse(
                    owner,
                    Names.where(owner.name, constant),
                    "this added constant has a body, so it is of a class of its own, which cannot extend an enum that runs");
        }
        return plain;
    }

    /** The class of the object that the static initialiser puts into a field: its constructor ends after those of its arguments. */
    private static String classOf(ClassNode owner, String constant) {
        String made = owner.name;
        for (MethodNode method : owner.methods) {
            for (AbstractInsnNode each :
                    method.name.equals(StaticInitializer.NAME) ? method.instructions : List.<AbstractInsnNode>of()) {
                if (each instanceof MethodInsnNode call && call.name.equals("<init>")) {
                    made = call.owner;
                } else if (each.getOpcode() == Opcodes.PUTSTATIC && ((FieldInsnNode) each).name.equals(constant)) {
                    return made;
                }
            }
        }
        return owner.name;
    }

    /** A constant that NEW makes in another way. */
    void warnOfSameObject(Declared<FieldNode> constant) {
        findings.warn(
                WarningKind.MADE_BEFORE,
                Names.where(constant.ownerName(), constant.member().name),
                "NEW makes this enum constant in another way, but it exists and stays the object that it is. If that keeps the hole open,"
                        + " write a callback that mends it");
    }

    /** The enums that get constants, by binary name. */
    List<String> finish() {
        for (String each : grown) {
            List<String> added = new ArrayList<>(constants(versions.after(each)));
            added.removeAll(constants(versions.before(each)));
            findings.warn(
                    WarningKind.ENUM_CONSTANT,
                    each.replace('/', '.'),
                    "the patch adds " + String.join(", ", added)
                            + " to this enum. An EnumSet or EnumMap that was made before does not take"
                            + " them, and code of other libraries that switches over the enum may throw an"
                            + " ArrayIndexOutOfBoundsException if it gets one and has run before");
        }
        return grown.stream().map(each -> each.replace('/', '.')).toList();
    }
}
