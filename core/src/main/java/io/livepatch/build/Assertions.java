package io.livepatch.build;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What compilers make of the {@code assert} statement: a synthetic field {@code $assertionsDisabled} and code at the start of the
 * static initialiser that sets it. A fix that adds the first assertion to a class, or removes the last one, must not fail over
 * that.
 */
final class Assertions {
    private static final String FIELD = "$assertionsDisabled";
    /** The code that sets the field, as javac and the Eclipse compiler write it. */
    private static final int[] SETTING = {
        Opcodes.LDC,
        Opcodes.INVOKEVIRTUAL,
        Opcodes.IFNE,
        Opcodes.ICONST_1,
        Opcodes.GOTO,
        Opcodes.ICONST_0,
        Opcodes.PUTSTATIC
    };

    private Assertions() {}

    static boolean hasField(ClassNode owner) {
        return owner.fields.stream().anyMatch(Assertions::isField);
    }

    private static boolean isField(FieldNode field) {
        return field.name.equals(FIELD) && (field.access & Opcodes.ACC_SYNTHETIC) != 0;
    }

    /** Makes the class do without the field, as if assertions were disabled, which they are unless someone asks for them. */
    static void disable(ClassNode owner) {
        owner.fields.removeIf(Assertions::isField);
        for (MethodNode method : owner.methods) {
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (isAccess(owner, instruction, Opcodes.GETSTATIC)) {
                    method.instructions.set(instruction, new InsnNode(Opcodes.ICONST_1));
                }
            }
        }
        owner.methods.stream()
                .filter(m -> m.name.equals("<clinit>"))
                .findFirst()
                .ifPresent(m -> removeSetting(owner, m));
    }

    /** A static initialiser without the code that sets the field; the original is left as it is. */
    static MethodNode withoutSetting(ClassNode owner, MethodNode initializer) {
        MethodNode copy = new MethodNode(
                Opcodes.ASM9, initializer.access, initializer.name, initializer.desc, initializer.signature, null);
        initializer.accept(copy);
        removeSetting(owner, copy);
        return copy;
    }

    private static void removeSetting(ClassNode owner, MethodNode initializer) {
        for (AbstractInsnNode instruction : initializer.instructions.toArray()) {
            if (isAccess(owner, instruction, Opcodes.PUTSTATIC)) {
                List<AbstractInsnNode> setting = before(instruction);
                if (isSetting(setting)) {
                    removeFrames(initializer, setting.get(0), instruction);
                    setting.forEach(initializer.instructions::remove);
                }
            }
        }
    }

    private static void removeFrames(MethodNode initializer, AbstractInsnNode first, AbstractInsnNode last) {
        for (AbstractInsnNode node = first; node != last; ) {
            AbstractInsnNode next = node.getNext();
            if (node instanceof FrameNode) {
                initializer.instructions.remove(node);
            }
            node = next;
        }
    }

    /** The instruction and those before it, as many as a setting has. */
    private static List<AbstractInsnNode> before(AbstractInsnNode last) {
        List<AbstractInsnNode> instructions = new ArrayList<>();
        for (AbstractInsnNode node = last;
                node != null && instructions.size() < SETTING.length;
                node = node.getPrevious()) {
            if (node.getOpcode() >= 0) {
                instructions.add(0, node);
            }
        }
        return instructions;
    }

    private static boolean isSetting(List<AbstractInsnNode> instructions) {
        boolean same = instructions.size() == SETTING.length;
        for (int i = 0; same && i < SETTING.length; i++) {
            same = instructions.get(i).getOpcode() == SETTING[i];
        }
        return same;
    }

    private static boolean isAccess(ClassNode owner, AbstractInsnNode instruction, int opcode) {
        return instruction.getOpcode() == opcode
                && instruction instanceof FieldInsnNode field
                && field.owner.equals(owner.name)
                && field.name.equals(FIELD);
    }
}
