package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.MethodId;
import io.livepatch.model.SerializationHook;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Added methods that serialization looks for by name in the class itself. Their bodies lie in the companion, and the engine has the JDK find them
 * there, by the class that it describes; so only those that count for that very class are taken.
 */
final class SerializationHooks {
    private static final String REPLACING = "()Ljava/lang/Object;";
    private static final Map<String, String> DESCRIPTORS = Map.of(
            "readObject",
            "(Ljava/io/ObjectInputStream;)V",
            "readObjectNoData",
            "()V",
            "readResolve",
            REPLACING,
            "writeReplace",
            REPLACING);

    private final TwoVersions versions;
    private final Findings findings;
    private final Function<Declared<MethodNode>, Way> body;
    private final List<SerializationHook> hooks = new ArrayList<>();

    /**
     * The hooks of a bundle.
     *
     * @param body the static method that holds the body of a method
     */
    SerializationHooks(TwoVersions versions, Findings findings, Function<Declared<MethodNode>, Way> body) {
        this.versions = versions;
        this.findings = findings;
        this.body = body;
    }

    /** Takes a method, or refuses it. */
    void consider(Declared<MethodNode> method) {
        MethodNode node = method.member();
        String owner = method.ownerName();
        boolean ofThisClassOnly = TwoVersions.isPrivate(node.access)
                || (versions.before(owner).access & method.owner().access & Opcodes.ACC_FINAL) != 0;
        boolean known = node.desc.equals(DESCRIPTORS.get(node.name)) && !owner.startsWith(Output.JAVA);
        if (!ofThisClassOnly || !known) {
            refuse(method);
            return;
        }
        Way way = body.apply(method);
        hooks.add(new SerializationHook(
                owner.replace('/', '.'), node.name, way.owner().replace('/', '.'), way.name()));
    }

    private void refuse(Declared<MethodNode> method) {
        findings.refuse(
                RefusalKind.SERIALIZATION_HOOK,
                Names.where(method.ownerName(), ClassFiles.id(method.member()).toString()),
                "NEW adds this method, which serialization looks for by its name and would not find in a running JVM: it can be handed"
                        + " private methods readObject, readObjectNoData, readResolve and writeReplace. Leave it out (--exclude) if the"
                        + " fix does not need it");
    }

    /**
     * Sees to it that each class with a hook has a body in the bundle, since it is such a class by which the version is told and the companion
     * defined: an instruction that does nothing goes into its shortest constructor if there is no other change.
     */
    void anchor(Map<String, Map<MethodId, MethodNode>> bodies) {
        for (SerializationHook each : hooks) {
            String owner = each.className().replace('.', '/');
            if (!bodies.getOrDefault(owner, Map.of()).isEmpty()) {
                continue;
            }
            ClassNode old = versions.before(owner);
            old.methods.stream()
                    .filter(method -> method.name.equals("<init>"))
                    .min(Comparator.comparingInt(method -> method.instructions.size()))
                    .ifPresent(method -> {
                        MethodNode anchor = Copies.of(method);
                        anchor.instructions.insert(new InsnNode(Opcodes.NOP));
                        bodies.computeIfAbsent(owner, name -> new LinkedHashMap<>())
                                .put(ClassFiles.id(anchor), anchor);
                    });
        }
    }

    /** All of them, with open names. */
    List<SerializationHook> all() {
        return List.copyOf(hooks);
    }
}
