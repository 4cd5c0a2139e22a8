package io.livepatch.reshape;

import io.livepatch.bytecode.Frames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What can be done with constructors: putting one into another that calls it, and making a static method of one. */
final class Constructors {
    private Constructors() {}

    /** The call by which a constructor has its object initialised; empty if there is not exactly one, as a branch would need. */
    static Optional<MethodInsnNode> initialization(MethodNode constructor) {
        Constructions constructions = new Constructions(constructor);
        List<MethodInsnNode> found = new ArrayList<>();
        for (AbstractInsnNode each : constructor.instructions) {
            if (each instanceof MethodInsnNode call
                    && call.name.equals("<init>")
                    && !constructions.isOfNewObject(call)) {
                found.add(call);
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /**
     * Puts the body of a constructor in the place of its call.
     *
     * @param owner the class of the calling constructor
     * @param inner the constructor that is called; used up
     */
    static void inline(MethodNode outer, MethodInsnNode call, MethodNode inner, String owner) {
        int base = outer.maxLocals;
        InsnList code = new InsnList();
        Type[] arguments = Type.getArgumentTypes(call.desc);
        int slot = base + Type.getArgumentsAndReturnSizes(call.desc) / 4 - 1;
        for (int i = arguments.length - 1; i >= 0; i--) {
            slot -= arguments[i].getSize();
            code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), slot));
        }
        code.add(new InsnNode(Opcodes.POP));
        List<Object> outerLocals = new ArrayList<>(Frames.ofArguments(outer.desc));
        Frames.pad(outerLocals, base - 1);
        LabelNode end = new LabelNode();
        Map<LabelNode, LabelNode> labels = new HashMap<>();
        boolean jumpsToEnd = false;
        AbstractInsnNode last = lastReturn(inner);
        for (AbstractInsnNode each : inner.instructions) {
            if (each instanceof LineNumberNode) {
                continue;
            }
            if (each.getOpcode() == Opcodes.RETURN) {
                if (each != last) {
                    code.add(new JumpInsnNode(Opcodes.GOTO, end));
                    jumpsToEnd = true;
                }
                continue;
            }
            AbstractInsnNode copy = Copies.of(each, labels);
            shift(copy, base - 1, owner, outerLocals);
            code.add(copy);
        }
        code.add(end);
        if (jumpsToEnd) {
            List<Object> locals = new ArrayList<>(List.of(owner));
            locals.addAll(Frames.ofArguments(outer.desc));
            code.add(Frames.of(locals));
            code.add(new InsnNode(Opcodes.NOP));
        }
        for (TryCatchBlockNode each : inner.tryCatchBlocks) {
            outer.tryCatchBlocks.add(new TryCatchBlockNode(
                    labels.get(each.start), labels.get(each.end), labels.get(each.handler), each.type));
        }
        outer.instructions.insert(call, code);
        outer.instructions.remove(call);
        outer.maxLocals = base + inner.maxLocals;
        outer.maxStack = Math.max(outer.maxStack, inner.maxStack);
    }

    private static AbstractInsnNode lastReturn(MethodNode method) {
        AbstractInsnNode last = method.instructions.getLast();
        while (last != null && last.getOpcode() < 0) {
            last = last.getPrevious();
        }
        return last;
    }

    /** Moves the locals out of the way of those of the calling constructor; local 0 is the object in both. */
    private static void shift(AbstractInsnNode instruction, int by, String owner, List<Object> outerLocals) {
        if (instruction instanceof VarInsnNode local && local.var > 0) {
            local.var += by;
        } else if (instruction instanceof IincInsnNode increment) {
            increment.var += by;
        } else if (instruction instanceof FrameNode frame) {
            List<Object> own = frame.local == null ? List.of() : frame.local;
            List<Object> locals = new ArrayList<>();
            Object object = own.isEmpty() ? Opcodes.TOP : own.get(0);
            locals.add(object instanceof String ? owner : object);
            locals.addAll(outerLocals);
            if (!own.isEmpty()) {
                locals.addAll(own.subList(1, own.size()));
            }
            frame.local = locals;
        }
    }

    /**
     * Makes a static method of a constructor that gets a null first, in the place of {@code this}, and returns the object.
     *
     * @param constructor a copy, with the head of that method; changed
     * @param call its initialisation
     * @param making makes the object, from a null and the arguments of the call
     * @return the instruction after which the object is in local 0
     */
    static AbstractInsnNode toFactory(
            MethodNode constructor, MethodInsnNode call, MethodInsnNode making, String owner) {
        EarlyStores.defer(constructor, call, field -> true);
        InsnList code = new InsnList();
        AbstractInsnNode made = new VarInsnNode(Opcodes.ASTORE, 0);
        code.add(making);
        code.add(made);
        constructor.instructions.insert(call, code);
        constructor.instructions.remove(call);
        for (AbstractInsnNode each : constructor.instructions.toArray()) {
            if (each.getOpcode() == Opcodes.RETURN) {
                constructor.instructions.insertBefore(each, new VarInsnNode(Opcodes.ALOAD, 0));
                constructor.instructions.set(each, new InsnNode(Opcodes.ARETURN));
            } else if (each instanceof FrameNode frame) {
                initialized(frame.local, owner);
                initialized(frame.stack, owner);
            }
        }
        return made;
    }

    private static void initialized(List<Object> types, String owner) {
        if (types != null) {
            types.replaceAll(each -> Opcodes.UNINITIALIZED_THIS.equals(each) ? owner : each);
        }
    }
}
