package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.WarningKind;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** What serialization writes of objects by itself: it goes by the fields of the class that runs, which no patch changes. */
public final class SerialForm {
    private static final String VERSION = "serialVersionUID";
    private static final String FIELDS = "serialPersistentFields";

    private final TwoVersions versions;
    private final OutsideTypes outside = new OutsideTypes();
    private final Findings findings;

    public SerialForm(Side before, Side after, Findings findings) {
        versions = new TwoVersions(before, after);
        this.findings = findings;
    }

    /**
     * Warns of what NEW would write otherwise.
     *
     * @param owner internal name of a class that both versions have
     * @param chosen the fields to tell of
     * @param initializer whether its static initialiser differs
     */
    public void compare(String owner, Predicate<String> chosen, boolean initializer) {
        List<ClassNode> lineage = versions.lineageBefore(owner);
        if (!outside.isAbove(lineage, "java/io/Serializable")) {
            return;
        }
        boolean byItself = !outside.isAbove(lineage, "java/io/Externalizable");
        ClassNode after = versions.after(owner);
        for (FieldNode each : after.fields) {
            boolean isAdded = versions.standingOfField(new Declared<>(after, each)) == Standing.ADDED_MEMBER;
            if (!chosen.test(each.name)) {
                continue;
            }
            if (isAdded && each.name.equals(VERSION)) {
                warn(owner, each, "it is added; streams go on with the number that the JVM has computed for OLD");
            } else if (byItself && each.name.equals(FIELDS) && (isAdded || initializer)) {
                warn(owner, each, "serialization has looked at it, and goes on with the fields of OLD");
            } else if (isAdded && byItself && isWritten(each)) {
                warn(
                        owner,
                        each,
                        "serialization neither writes nor reads this added field, and code that names it to the stream fails;"
                                + " --exclude leaves out what NEW does with it");
            }
        }
    }

    private static boolean isWritten(FieldNode field) {
        return (field.access & (Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC)) == 0;
    }

    private void warn(String owner, FieldNode field, String what) {
        findings.warn(WarningKind.SERIAL_FORM, Names.where(owner, field.name), what);
    }
}
