package io.livepatch.bytecode;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Where the flow of control goes from an instruction. */
public final class Branches {
    private Branches() {}

    /** Where the instruction may jump to. */
    public static List<LabelNode> targets(AbstractInsnNode instruction) {
        List<LabelNode> targets = new ArrayList<>();
        if (instruction instanceof JumpInsnNode jump) {
            targets.add(jump.label);
        } else if (instruction instanceof TableSwitchInsnNode choice) {
            targets.add(choice.dflt);
            targets.addAll(choice.labels);
        } else if (instruction instanceof LookupSwitchInsnNode choice) {
            targets.add(choice.dflt);
            targets.addAll(choice.labels);
        }
        return targets;
    }

    /** Whether the instruction after this one is never reached from it. */
    static boolean endsFlow(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        return opcode == Opcodes.GOTO
                || opcode == Opcodes.TABLESWITCH
                || opcode == Opcodes.LOOKUPSWITCH
                || opcode == Opcodes.ATHROW
                || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    }

    /** The first real instruction at or after a node, null at the end of the code. */
    static AbstractInsnNode instructionAt(AbstractInsnNode node) {
        AbstractInsnNode next = node;
        while (next != null && next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }
}
