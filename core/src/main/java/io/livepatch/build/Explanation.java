package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.util.Printer;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/**
 * Why a method counts as changed: the first instruction in which both bodies differ.
 *
 * @param method as {@code a.B.c(I)V}
 * @param instruction counted from 0; the number of instructions of the shorter body if it is the beginning of the other
 * @param before the instruction of OLD, empty if there is none
 * @param after that of NEW, likewise
 */
public record Explanation(String method, int instruction, String before, String after) {
    private static final String END = "";
    /** What differs if no instruction does. */
    private static final String TABLE = "the exception table, or what a lambda in it does";

    static Explanation of(String method, MethodNode before, MethodNode after) {
        List<String> old = instructions(before);
        List<String> now = instructions(after);
        int at = 0;
        while (at < old.size() && at < now.size() && old.get(at).equals(now.get(at))) {
            at++;
        }
        if (at == old.size() && at == now.size()) {
            return new Explanation(method, at, TABLE, TABLE);
        }
        return new Explanation(method, at, at < old.size() ? old.get(at) : END, at < now.size() ? now.get(at) : END);
    }

    private static List<String> instructions(MethodNode method) {
        List<String> texts = new ArrayList<>();
        if (!ClassFiles.hasBody(method)) {
            return texts;
        }
        Map<AbstractInsnNode, Integer> positions = new HashMap<>();
        int index = 0;
        for (AbstractInsnNode each : method.instructions) {
            positions.put(each, index);
            index += each.getOpcode() >= 0 ? 1 : 0;
        }
        for (AbstractInsnNode each : method.instructions) {
            if (each.getOpcode() >= 0) {
                texts.add(text(each, positions));
            }
        }
        return texts;
    }

    private static String text(AbstractInsnNode instruction, Map<AbstractInsnNode, Integer> positions) {
        String name = Printer.OPCODES[instruction.getOpcode()];
        if (instruction instanceof JumpInsnNode jump) {
            return name + " to " + positions.get(jump.label);
        }
        if (instruction instanceof TableSwitchInsnNode choice) {
            return name + " " + choice.min + " to " + choice.max;
        }
        if (instruction instanceof LookupSwitchInsnNode choice) {
            return name + " " + choice.keys;
        }
        if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            // the bootstrap method takes many lines and says nothing to people
            return name + " " + dynamic.name + dynamic.desc;
        }
        Textifier textifier = new Textifier();
        instruction.accept(new TraceMethodVisitor(textifier));
        return String.join(
                        "", textifier.getText().stream().map(Object::toString).toList())
                .strip();
    }

    /** One line for people. */
    @Override
    public String toString() {
        return method + " differs at instruction " + instruction + ": was " + shown(before) + ", is " + shown(after);
    }

    private static String shown(String text) {
        return text.isEmpty() ? "the end" : text;
    }
}
