package io.livepatch.reshape;

import io.livepatch.bytecode.Frames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Puts chosen statements of a body together to a body of their own. */
final class Statements {
    private final MethodNode source;
    private final MethodNode target;
    private final Map<LabelNode, LabelNode> labels = new HashMap<>();
    private final Set<AbstractInsnNode> taken = new HashSet<>();
    /** Locals that the chosen statements set. */
    private final Set<Integer> stored = new HashSet<>();

    private Statements(MethodNode source, MethodNode target) {
        this.source = source;
        this.target = target;
    }

    /**
     * Appends copies of statements to a method.
     *
     * @param source the method they are taken from, for its exception table
     */
    static void append(MethodNode source, List<List<AbstractInsnNode>> statements, MethodNode target) {
        Statements copying = new Statements(source, target);
        statements.forEach(copying::take);
        statements.forEach(copying::copy);
        copying.copyHandlers();
        target.maxLocals = Math.max(target.maxLocals, source.maxLocals);
        target.maxStack = Math.max(target.maxStack, source.maxStack);
    }

    /** Numbers the locals in the order of their first use, which makes equal code equal whatever stood before it. */
    static void renumberLocals(MethodNode method) {
        Map<Integer, Integer> slots = new HashMap<>();
        for (AbstractInsnNode each : method.instructions) {
            // two numbers each, so that the wide types have room
            if (each instanceof VarInsnNode local) {
                local.var = slots.computeIfAbsent(local.var, old -> 2 * slots.size());
            } else if (each instanceof IincInsnNode increment) {
                increment.var = slots.computeIfAbsent(increment.var, old -> 2 * slots.size());
            }
        }
    }

    private void take(List<AbstractInsnNode> statement) {
        taken.addAll(statement);
        for (AbstractInsnNode each : statement) {
            if (each instanceof VarInsnNode local && local.getOpcode() >= Opcodes.ISTORE) {
                stored.add(local.var);
            }
        }
    }

    private void copy(List<AbstractInsnNode> statement) {
        for (AbstractInsnNode each : statement) {
            if (!(each instanceof LineNumberNode)) {
                add(each);
            }
        }
        for (LabelNode each : List.copyOf(labels.keySet())) {
            if (taken.add(each)) {
                addEnd(each);
            }
        }
    }

    private void add(AbstractInsnNode instruction) {
        AbstractInsnNode copy = Copies.of(instruction, labels);
        if (copy instanceof FrameNode frame) {
            forget(frame);
        }
        target.instructions.add(copy);
    }

    /** A jump out of a statement leads to the one that follows, which may not be among the chosen. */
    private void addEnd(LabelNode label) {
        for (AbstractInsnNode each = label; each != null && each.getOpcode() < 0; each = each.getNext()) {
            if (each == label || each instanceof FrameNode) {
                add(each);
            }
        }
        // two frames cannot stand at one offset
        target.instructions.add(new InsnNode(Opcodes.NOP));
    }

    private void copyHandlers() {
        for (TryCatchBlockNode each : source.tryCatchBlocks) {
            if (labels.containsKey(each.handler)) {
                target.tryCatchBlocks.add(new TryCatchBlockNode(
                        labels.get(each.start), labels.get(each.end), labels.get(each.handler), each.type));
            }
        }
    }

    /** Locals that the chosen statements do not set have no value. */
    private void forget(FrameNode frame) {
        List<Object> locals = new ArrayList<>();
        int slot = 0;
        for (Object type : frame.local == null ? List.of() : frame.local) {
            if (stored.contains(slot)) {
                locals.add(type);
            } else {
                for (int i = 0; i < Frames.size(type); i++) {
                    locals.add(Opcodes.TOP);
                }
            }
            slot += Frames.size(type);
        }
        frame.local = locals;
    }
}
