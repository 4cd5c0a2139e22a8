package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Which methods of NEW, that OLD has too, read which static field of the library. Looks at all of NEW when it is first asked. */
final class StaticReaders {
    private final TwoVersions versions;
    private Map<String, Set<Reader>> byField;

    /** A method by the internal name of its class. */
    record Reader(String owner, MethodId method) {}

    StaticReaders(TwoVersions versions) {
        this.versions = versions;
    }

    List<Reader> of(Declared<FieldNode> field) {
        if (byField == null) {
            byField = new HashMap<>();
            versions.namesAfter().stream().sorted().filter(versions::isKept).forEach(this::scan);
        }
        return List.copyOf(byField.getOrDefault(key(field.ownerName(), field.member().name), Set.of()));
    }

    private void scan(String name) {
        ClassNode owner = versions.after(name);
        if (owner == null || versions.before(name) == null) {
            return;
        }
        for (MethodNode method : owner.methods) {
            boolean kept = versions.standing(new Declared<>(owner, method)) == Standing.EXISTING
                    || method.name.equals(StaticInitializer.NAME);
            for (AbstractInsnNode each : kept ? method.instructions : List.<AbstractInsnNode>of()) {
                if (each.getOpcode() == Opcodes.GETSTATIC) {
                    note((FieldInsnNode) each, new Reader(name, ClassFiles.id(method)));
                }
            }
        }
    }

    private void note(FieldInsnNode field, Reader reader) {
        Optional<Declared<FieldNode>> declared = versions.field(field.owner, field.name, field.desc);
        declared.ifPresent(each -> byField.computeIfAbsent(
                        key(each.ownerName(), each.member().name), key -> new LinkedHashSet<>())
                .add(reader));
    }

    private static String key(String owner, String field) {
        return owner + "." + field;
    }
}
