package io.livepatch.weave;

import io.livepatch.bytecode.Frames;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts bodies into a method. Bodies are moved, not copied: the nodes they are taken from are used up. Nothing but the code
 * changes; name, flags, exceptions, parameters and annotations stay those of the class as loaded. Frames are never computed,
 * since that would load the application's classes inside a transformer: those of the two bodies stay valid where they are, and
 * the one at their join is the frame at the method's entry (JVMS 4.10.1.6).
 */
final class MethodSplicer {
    /** Class files before this version have no stack map frames (JVMS 4.10). */
    private static final int FIRST_VERSION_WITH_FRAMES = Opcodes.V1_6;

    private static final int STACK_OF_THE_STUB = 2;

    /** Two numbers that {@code sipush} can push make a site: it has an arming number of up to 29 bits. */
    private static final int HALF_BITS = 15;

    private MethodSplicer() {}

    /** Leaves one plain body. */
    static void settle(MethodNode method, MethodNode body) {
        if (method == body) {
            return;
        }
        method.instructions = body.instructions;
        method.tryCatchBlocks = body.tryCatchBlocks;
        method.localVariables = body.localVariables;
        method.visibleLocalVariableAnnotations = body.visibleLocalVariableAnnotations;
        method.invisibleLocalVariableAnnotations = body.invisibleLocalVariableAnnotations;
        method.maxStack = body.maxStack;
        method.maxLocals = body.maxLocals;
    }

    /** Puts {@code dispatcher.enter(site)} in front of a body. */
    static void ask(MethodNode method, int site) {
        InsnList call = enter(site);
        call.add(new InsnNode(Opcodes.POP));
        method.instructions.insert(call);
        method.maxStack = Math.max(STACK_OF_THE_STUB, method.maxStack);
    }

    private static InsnList enter(int site) {
        InsnList call = new InsnList();
        push(site, call);
        call.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC, Dispatcher.INTERNAL_NAME, Dispatcher.METHOD, Dispatcher.DESCRIPTOR, false));
        return call;
    }

    /**
     * Leaves {@code if (dispatcher.enter(site)) { to } else { from }}.
     *
     * @param owner internal name of the class
     * @param version class file version it is written with
     */
    static void arm(MethodNode method, MethodNode from, MethodNode to, int site, String owner, int version) {
        LabelNode fromStart = new LabelNode();
        InsnList code = enter(site);
        code.add(new JumpInsnNode(Opcodes.IFEQ, fromStart));
        code.add(to.instructions);
        code.add(fromStart);
        if (version >= FIRST_VERSION_WITH_FRAMES) {
            code.add(entryFrame(method, owner));
            if (startsWithFrame(from.instructions)) {
                // two frames cannot stand at one offset
                code.add(new InsnNode(Opcodes.NOP));
            }
        }
        code.add(from.instructions);

        method.instructions = code;
        method.tryCatchBlocks = joined(to.tryCatchBlocks, from.tryCatchBlocks);
        method.localVariables = joined(to.localVariables, from.localVariables);
        method.visibleLocalVariableAnnotations =
                joined(to.visibleLocalVariableAnnotations, from.visibleLocalVariableAnnotations);
        method.invisibleLocalVariableAnnotations =
                joined(to.invisibleLocalVariableAnnotations, from.invisibleLocalVariableAnnotations);
        method.maxStack = Math.max(STACK_OF_THE_STUB, Math.max(to.maxStack, from.maxStack));
        method.maxLocals = Math.max(to.maxLocals, from.maxLocals);
    }

    /**
     * Pushes the site without an entry in the constant pool. It is another number in each transition, and when the JVM redefines a
     * class it keeps all the entries that the pool ever had.
     */
    private static void push(int site, InsnList code) {
        code.add(new IntInsnNode(Opcodes.SIPUSH, site >>> HALF_BITS));
        code.add(new IntInsnNode(Opcodes.BIPUSH, HALF_BITS));
        code.add(new InsnNode(Opcodes.ISHL));
        code.add(new IntInsnNode(Opcodes.SIPUSH, site & (1 << HALF_BITS) - 1));
        code.add(new InsnNode(Opcodes.IOR));
    }

    private static boolean startsWithFrame(InsnList body) {
        for (AbstractInsnNode insn = body.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn.getType() == AbstractInsnNode.FRAME) {
                return true;
            }
            if (insn.getOpcode() >= 0) {
                return false;
            }
        }
        return false;
    }

    /** The frame that the JVM assumes at the method's first instruction. */
    private static FrameNode entryFrame(MethodNode method, String owner) {
        List<Object> locals = new ArrayList<>();
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            locals.add(method.name.equals("<init>") ? Opcodes.UNINITIALIZED_THIS : owner);
        }
        for (Type parameter : Type.getArgumentTypes(method.desc)) {
            locals.add(Frames.type(parameter));
        }
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), 0, new Object[0]);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first == null ? List.of() : first);
        all.addAll(second == null ? List.of() : second);
        return all;
    }
}
