package io.livepatch.it.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.util.Printer;

/**
 * A method's code as text that depends neither on the constant pool nor on the length of instructions: operands are names and
 * values, jumps lead to the number of an instruction. Bootstrap methods are left out, they are no part of the code.
 */
final class Instructions {
    private final Map<LabelNode, Integer> places = new HashMap<>();

    private Instructions() {}

    static List<String> of(MethodNode method) {
        Instructions instructions = new Instructions();
        int place = 0;
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof LabelNode label) {
                instructions.places.put(label, place);
            } else if (node.getOpcode() >= 0) {
                place++;
            }
        }
        List<String> text = new ArrayList<>();
        for (AbstractInsnNode node : method.instructions) {
            if (node.getOpcode() >= 0) {
                text.add(Printer.OPCODES[node.getOpcode()] + " " + instructions.operands(node));
            }
        }
        return text;
    }

    private String operands(AbstractInsnNode node) {
        if (node instanceof VarInsnNode n) {
            return "" + n.var;
        } else if (node instanceof IntInsnNode n) {
            return "" + n.operand;
        } else if (node instanceof IincInsnNode n) {
            return n.var + " " + n.incr;
        } else if (node instanceof TypeInsnNode n) {
            return n.desc;
        } else if (node instanceof MultiANewArrayInsnNode n) {
            return n.desc + " " + n.dims;
        } else if (node instanceof FieldInsnNode n) {
            return n.owner + "." + n.name + " " + n.desc;
        } else if (node instanceof MethodInsnNode n) {
            return n.owner + "." + n.name + n.desc + (n.itf ? " of an interface" : "");
        } else if (node instanceof InvokeDynamicInsnNode n) {
            return n.name + n.desc;
        } else if (node instanceof LdcInsnNode n) {
            return n.cst.getClass().getSimpleName() + " " + n.cst;
        } else if (node instanceof JumpInsnNode n) {
            return to(n.label);
        } else if (node instanceof TableSwitchInsnNode n) {
            return n.min + ".." + n.max + " " + to(n.labels) + " " + to(n.dflt);
        } else if (node instanceof LookupSwitchInsnNode n) {
            return n.keys + " " + to(n.labels) + " " + to(n.dflt);
        }
        return "";
    }

    private String to(List<LabelNode> labels) {
        return labels.stream().map(this::to).collect(Collectors.joining(","));
    }

    private String to(LabelNode label) {
        return "-> " + places.get(label);
    }
}
