package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** Fields that NEW declares in a superclass or a subclass of where OLD does: what they hold in the running JVM lies where it was. */
final class MovedFields {
    private MovedFields() {}

    /** Where OLD has an added field, and NEW no more. */
    static Optional<String> from(TwoVersions versions, Declared<FieldNode> added) {
        if ((added.member().access & Opcodes.ACC_SYNTHETIC) != 0) {
            return Optional.empty();
        }
        return Stream.concat(
                        versions.lineageAfter(added.ownerName()).stream(),
                        versions.subtypes(added.ownerName()).stream())
                .filter(each -> isLost(versions, each, added.member()))
                .map(each -> each.name)
                .findFirst();
    }

    private static boolean isLost(TwoVersions versions, ClassNode now, FieldNode field) {
        ClassNode before = versions.before(now.name);
        return before != null
                && TwoVersions.field(now, field.name, field.desc).isEmpty()
                && TwoVersions.field(before, field.name, field.desc)
                        .filter(old -> TwoVersions.isStatic(old.access) == TwoVersions.isStatic(field.access))
                        .isPresent();
    }

    /** Whether what the field holds is a value that its initialiser says once and for all, and no object with a state of its own. */
    static boolean hasValueOnly(FieldNode field) {
        boolean isValue = Type.getType(field.desc).getSort() < Type.ARRAY || field.desc.equals("Ljava/lang/String;");
        return isValue && (field.access & Opcodes.ACC_FINAL) != 0;
    }

    static void refuse(Findings findings, Declared<FieldNode> added, String from) {
        findings.refuse(
                RefusalKind.FIELD_DEFAULT,
                Names.where(added.ownerName(), added.member().name),
                "OLD has this field in " + from.replace('/', '.')
                        + ", and a running JVM keeps its value there, where code of NEW would not find it; keep to changes that do"
                        + " not need the field (--only, --exclude)");
    }
}
