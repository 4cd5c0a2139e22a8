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
import java.util.Optional;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Added methods that serialization looks for by name in the class itself. Their bodies lie in the companion, and the engine has the JDK find them
 * there, by the class that it describes; so only those that count for that very class are taken.
 */
final class SerializationHooks {
    private static final String REPLACING = "()Ljava/lang/Object;";
    private static final Map<String, String> DESCRIPTORS = Map.of(
            "readObject",
            "(Ljava/io/ObjectInputStream;)V",
            "writeObject",
            "(Ljava/io/ObjectOutputStream;)V",
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

    /** Whether serialization would take the method of a class for one of these, by the rules of {@code java.io.Serializable}. */
    static boolean isLookedFor(Declared<MethodNode> method) {
        MethodNode node = method.member();
        int access = method.owner().access;
        boolean replaces = isInherited(node);
        boolean never = (access & (Opcodes.ACC_ENUM | Opcodes.ACC_INTERFACE)) != 0
                || ((access & Opcodes.ACC_RECORD) != 0 && !replaces)
                || (node.access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) != 0;
        return !never
                && node.desc.equals(DESCRIPTORS.get(node.name))
                && (replaces || TwoVersions.isPrivate(node.access));
    }

    /** Whether it is looked for in superclasses as well. */
    static boolean isInherited(MethodNode method) {
        return method.desc.equals(REPLACING);
    }

    /** What serialization does where a class has no such method, as a body for one. */
    static MethodNode byDefault(MethodNode old) {
        MethodNode method = Copies.withoutBody(old);
        Type[] streams = Type.getArgumentTypes(old.desc);
        if (streams.length > 0) {
            String operation = old.name.equals("readObject") ? "defaultReadObject" : "defaultWriteObject";
            method.instructions.add(new VarInsnNode(Opcodes.ALOAD, 1));
            method.instructions.add(
                    new MethodInsnNode(Opcodes.INVOKEVIRTUAL, streams[0].getInternalName(), operation, "()V", false));
        }
        if (isInherited(old)) {
            method.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
        }
        method.instructions.add(new InsnNode(isInherited(old) ? Opcodes.ARETURN : Opcodes.RETURN));
        method.maxLocals = 1 + streams.length;
        method.maxStack = 1;
        return method;
    }

    /**
     * Takes a method of a class that both versions have, or refuses it, if the running JVM would not find it as NEW's is found.
     *
     * @return whether it is an added one, which nobody needs for anything else
     */
    boolean consider(Declared<MethodNode> method) {
        Optional<Declared<MethodNode>> old =
                versions.existing(method).map(each -> new Declared<>(versions.before(method.ownerName()), each));
        boolean isFound = isLookedFor(method);
        boolean wasFound = old.filter(SerializationHooks::isLookedFor).isPresent();
        if (isFound && !wasFound) {
            add(method);
        } else if (wasFound && !(isFound && isForTheSame(method, old.get()))) {
            refuse(
                    method,
                    "NEW gives this method another access, by which serialization would find it no more, or for other classes; in a"
                            + " running JVM it keeps the one that it has");
        }
        return isFound && old.isEmpty();
    }

    /** Whether both are found for the same subclasses. */
    private static boolean isForTheSame(Declared<MethodNode> method, Declared<MethodNode> old) {
        return reach(method.member().access) == reach(old.member().access)
                || (isOfOneClass(method) && isOfOneClass(old));
    }

    /** The access that decides on which subclasses have a method. */
    private static int reach(int access) {
        boolean everywhere = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0;
        return everywhere ? Opcodes.ACC_PUBLIC : access & Opcodes.ACC_PRIVATE;
    }

    private static boolean isOfOneClass(Declared<MethodNode> method) {
        return TwoVersions.isPrivate(method.member().access) || (method.owner().access & Opcodes.ACC_FINAL) != 0;
    }

    private void add(Declared<MethodNode> method) {
        MethodNode node = method.member();
        String owner = method.ownerName();
        boolean ofOneClass = isOfOneClass(method) && isOfOneClass(new Declared<>(versions.before(owner), node));
        if (!ofOneClass || owner.startsWith(Output.JAVA)) {
            refuse(
                    method,
                    "NEW adds this method, which serialization looks for by its name and would not find in a running JVM: it can be"
                            + " handed private methods readObject, writeObject, readObjectNoData, readResolve and writeReplace");
            return;
        }
        Way way = body.apply(method);
        hooks.add(new SerializationHook(
                owner.replace('/', '.'), node.name, way.owner().replace('/', '.'), way.name()));
    }

    private void refuse(Declared<MethodNode> method, String reason) {
        findings.refuse(
                RefusalKind.SERIALIZATION_HOOK,
                Names.where(method.ownerName(), ClassFiles.id(method.member()).toString()),
                reason + ". Leave it out (--exclude) if the fix does not need it");
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
