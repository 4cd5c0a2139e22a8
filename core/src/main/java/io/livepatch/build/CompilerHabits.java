package io.livepatch.build;

import io.livepatch.bytecode.Branches;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * What compilers write in more than one way, brought into one, where it cannot matter: a cast of what was just cast to the same type, or just came out of a
 * buffer of that type; calls of private methods of the own class; methods of buffers that return the buffer, which older compilers know from
 * {@code java.nio.Buffer} only (JDK 9 gave each kind its own, and bridges to these); methods of {@code Object}, which javac calls as such or, from JDK 18 on,
 * as those of the interface at hand; the order in which an inner class is given what it captures. The result is for comparing, not for running.
 */
final class CompilerHabits {
    private static final String BUFFER = "()Ljava/nio/Buffer;";
    private static final String OBJECT = "java/lang/Object";
    /** What every interface declares for itself, as it were (JLS 9.2). */
    private static final Set<String> OF_OBJECT = Set.of(
            "equals(Ljava/lang/Object;)Z",
            "hashCode()I",
            "toString()Ljava/lang/String;",
            "getClass()Ljava/lang/Class;",
            "notify()V",
            "notifyAll()V",
            "wait()V",
            "wait(J)V",
            "wait(JI)V");

    private static final Set<String> BUFFERS = Set.of("Byte", "Char", "Double", "Float", "Int", "Long", "Short");
    /** Methods of a buffer that return it. */
    private static final Set<String> FLUENT = Set.of("clear", "flip", "limit", "mark", "position", "reset", "rewind");

    private CompilerHabits() {}

    /** A copy of a class without habits. */
    static ClassNode without(ClassNode owner) {
        ClassNode copy = new ClassNode();
        owner.accept(copy);
        for (MethodNode method : copy.methods) {
            CapturedValues.sort(copy, method);
            Set<LabelNode> targets = targets(method);
            for (AbstractInsnNode each : method.instructions.toArray()) {
                if (each instanceof MethodInsnNode call) {
                    normalize(copy, call);
                } else if (each instanceof TypeInsnNode cast && isRedundant(cast, targets)) {
                    method.instructions.remove(cast);
                }
            }
        }
        return copy;
    }

    private static void normalize(ClassNode owner, MethodInsnNode call) {
        boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
        if (call.getOpcode() == Opcodes.INVOKESPECIAL && call.owner.equals(owner.name) && isPrivate(owner, call)) {
            call.setOpcode(isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL);
        } else if (call.getOpcode() == Opcodes.INVOKEINTERFACE && OF_OBJECT.contains(call.name + call.desc)) {
            call.setOpcode(Opcodes.INVOKEVIRTUAL);
            call.owner = OBJECT;
            call.itf = false;
        } else if (isFluent(call)) {
            call.desc = call.desc.substring(0, call.desc.indexOf(')')) + BUFFER.substring(1);
        }
    }

    private static boolean isPrivate(ClassNode owner, MethodInsnNode call) {
        return !call.name.equals("<init>")
                && ClassFiles.method(owner, new MethodId(call.name, call.desc))
                        .filter(method -> (method.access & Opcodes.ACC_PRIVATE) != 0)
                        .isPresent();
    }

    private static boolean isFluent(MethodInsnNode call) {
        String result = call.desc.substring(call.desc.indexOf(')') + 1);
        return call.getOpcode() == Opcodes.INVOKEVIRTUAL
                && call.owner.startsWith("java/nio/")
                && call.owner.endsWith("Buffer")
                && BUFFERS.contains(call.owner.substring("java/nio/".length(), call.owner.length() - "Buffer".length()))
                && FLUENT.contains(call.name)
                && (result.equals("L" + call.owner + ";") || result.equals("Ljava/nio/Buffer;"));
    }

    private static boolean isRedundant(TypeInsnNode cast, Set<LabelNode> targets) {
        return cast.getOpcode() == Opcodes.CHECKCAST
                && before(cast, targets)
                        .filter(each -> isSameCast(each, cast) || isSameBuffer(each, cast))
                        .isPresent();
    }

    private static boolean isSameCast(AbstractInsnNode before, TypeInsnNode cast) {
        return before.getOpcode() == Opcodes.CHECKCAST && ((TypeInsnNode) before).desc.equals(cast.desc);
    }

    private static boolean isSameBuffer(AbstractInsnNode before, TypeInsnNode cast) {
        return before instanceof MethodInsnNode call && isFluent(call) && call.owner.equals(cast.desc);
    }

    /** The instruction that runs before another whenever that runs; empty if it can be jumped to. */
    private static Optional<AbstractInsnNode> before(AbstractInsnNode instruction, Set<LabelNode> targets) {
        AbstractInsnNode before = instruction.getPrevious();
        while (before != null && before.getOpcode() < 0) {
            if (before instanceof LabelNode label && targets.contains(label)) {
                return Optional.empty();
            }
            before = before.getPrevious();
        }
        return Optional.ofNullable(before);
    }

    private static Set<LabelNode> targets(MethodNode method) {
        Set<LabelNode> targets = new HashSet<>();
        for (AbstractInsnNode each : method.instructions) {
            targets.addAll(Branches.targets(each));
        }
        method.tryCatchBlocks.forEach(block -> targets.add(block.handler));
        return targets;
    }
}
