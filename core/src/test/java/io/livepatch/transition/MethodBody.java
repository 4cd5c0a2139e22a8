package io.livepatch.transition;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The instructions of a compiled method, to be changed. Each change returns in how many places it was made. */
final class MethodBody {
    private final MethodNode method;

    MethodBody(MethodNode method) {
        this.method = method;
    }

    int replaceBy(AbstractInsnNode... instructions) {
        method.instructions.clear();
        method.tryCatchBlocks.clear();
        method.localVariables = null;
        method.instructions.add(list(instructions));
        return 1;
    }

    int replaceCalls(String name, Supplier<InsnList> replacement) {
        return replaceCallsAfter(name, List.of(), replacement);
    }

    /** Replaces the calls whose last arguments are these constants. */
    int replaceCallsAfter(String name, List<? extends Enum<?>> lastArguments, Supplier<InsnList> replacement) {
        List<AbstractInsnNode> calls = Stream.of(method.instructions.toArray())
                .filter(each -> each instanceof MethodInsnNode call && call.name.equals(name))
                .filter(each -> isPrecededBy(each, lastArguments))
                .toList();
        calls.forEach(call -> replace(call, replacement.get()));
        return calls.size();
    }

    private static boolean isPrecededBy(AbstractInsnNode call, List<? extends Enum<?>> constants) {
        AbstractInsnNode before = call;
        for (int i = constants.size() - 1; i >= 0; i--) {
            before = before.getPrevious();
            if (!(before instanceof FieldInsnNode read)
                    || !read.name.equals(constants.get(i).name())) {
                return false;
            }
        }
        return true;
    }

    int replaceReadsOfThis(String field, Supplier<InsnList> replacement) {
        List<AbstractInsnNode> reads = Stream.of(method.instructions.toArray())
                .filter(each -> each.getOpcode() == Opcodes.GETFIELD && ((FieldInsnNode) each).name.equals(field))
                .filter(each -> each.getPrevious() instanceof VarInsnNode load && load.var == 0)
                .toList();
        for (AbstractInsnNode read : reads) {
            method.instructions.remove(read.getPrevious());
            replace(read, replacement.get());
        }
        return reads.size();
    }

    int insertAfterWriteOf(String field, Supplier<InsnList> addition) {
        List<AbstractInsnNode> writes = Stream.of(method.instructions.toArray())
                .filter(each -> each.getOpcode() == Opcodes.PUTFIELD && ((FieldInsnNode) each).name.equals(field))
                .toList();
        writes.forEach(write -> method.instructions.insert(write, addition.get()));
        return writes.size();
    }

    private void replace(AbstractInsnNode old, InsnList replacement) {
        method.instructions.insertBefore(old, replacement);
        method.instructions.remove(old);
    }

    static InsnList list(AbstractInsnNode... instructions) {
        InsnList list = new InsnList();
        Stream.of(instructions).forEach(list::add);
        return list;
    }

    /** A call of the only method of this name. */
    static InsnList callOf(Class<?> owner, String name) {
        Method called = Stream.of(owner.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findAny()
                .orElseThrow();
        int opcode = Modifier.isStatic(called.getModifiers()) ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL;
        return list(new MethodInsnNode(
                opcode, Type.getInternalName(owner), name, Type.getMethodDescriptor(called), owner.isInterface()));
    }

    static AbstractInsnNode constant(Enum<?> value) {
        Class<?> type = value.getDeclaringClass();
        return new FieldInsnNode(Opcodes.GETSTATIC, Type.getInternalName(type), value.name(), Type.getDescriptor(type));
    }

    static InsnList readOfThis(Class<?> owner, String field, Class<?> type) {
        return list(
                new VarInsnNode(Opcodes.ALOAD, 0),
                new FieldInsnNode(Opcodes.GETFIELD, Type.getInternalName(owner), field, Type.getDescriptor(type)));
    }
}
