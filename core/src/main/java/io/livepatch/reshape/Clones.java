package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.MethodId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Clones of objects with added fields: the JVM copies the fields that it knows, and the method that has it do so copies the others. */
final class Clones {
    private static final String CLONE = "clone";
    private static final String CLONEABLE = "java/lang/Cloneable";

    private final TwoVersions versions;
    private final AccessClasses access;
    private final Findings findings;
    private final BiConsumer<String, MethodId> change;
    /** The classes with added fields by the one whose {@code clone} makes copies of their objects. */
    private final Map<Key, Set<String>> cloned = new LinkedHashMap<>();

    private record Key(String owner, MethodId method) {}

    /**
     * The clones of a bundle.
     *
     * @param change has a method of a class that runs changed
     */
    Clones(TwoVersions versions, AccessClasses access, Findings findings, BiConsumer<String, MethodId> change) {
        this.versions = versions;
        this.access = access;
        this.findings = findings;
        this.change = change;
    }

    /** Has the method that clones objects of a class changed, if they can be cloned. */
    void consider(String owner) {
        Optional<Key> cloning = versions.lineageBefore(owner).stream()
                .flatMap(each -> each.methods.stream().filter(Clones::isMade).map(method -> key(each, method)))
                .findFirst();
        if (cloning.isPresent() && versions.isKept(cloning.get().owner())) {
            if (cloned.computeIfAbsent(cloning.get(), key -> new LinkedHashSet<>())
                    .add(owner)) {
                change.accept(cloning.get().owner(), cloning.get().method());
            }
        } else if (versions.lineageBefore(owner).stream().anyMatch(each -> each.interfaces.contains(CLONEABLE))) {
            findings.warn(
                    WarningKind.CLONE,
                    owner.replace('/', '.'),
                    "objects of this class can be cloned, by a method outside the library: their clones get the initial values of the"
                            + " added fields, and not those of the original");
        }
    }

    private static boolean isMade(MethodNode method) {
        return method.name.equals(CLONE)
                && method.desc.startsWith("()")
                && ClassFiles.hasBody(method)
                && (method.access & Opcodes.ACC_BRIDGE) == 0;
    }

    private static Key key(ClassNode owner, MethodNode method) {
        return new Key(owner.name, ClassFiles.id(method));
    }

    /** Puts the copying into the rewritten bodies. */
    void finish(BiFunction<String, MethodId, MethodNode> bodies) {
        cloned.forEach((cloning, owners) -> {
            MethodNode method = bodies.apply(cloning.owner(), cloning.method());
            for (AbstractInsnNode each : method.instructions.toArray()) {
                if (each instanceof MethodInsnNode call
                        && call.getOpcode() == Opcodes.INVOKESPECIAL
                        && call.name.equals(CLONE)
                        && call.desc.startsWith("()")) {
                    owners.forEach(owner -> method.instructions.insert(call, copying(cloning.owner(), owner)));
                }
            }
        });
    }

    /** With the clone on the stack, and left there. */
    private InsnList copying(String cloning, String owner) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new InsnNode(Opcodes.SWAP));
        code.add(access.copyHolder(cloning, owner).call());
        return code;
    }
}
