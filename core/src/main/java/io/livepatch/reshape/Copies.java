package io.livepatch.reshape;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** Copies of methods, since instructions belong to one method only. */
final class Copies {
    private Copies() {}

    static MethodNode of(MethodNode method) {
        MethodNode copy = withoutBody(method);
        method.accept(copy);
        return copy;
    }

    /** The head of a method, for another body. */
    static MethodNode withoutBody(MethodNode method) {
        return new MethodNode(
                Opcodes.ASM9,
                method.access,
                method.name,
                method.desc,
                method.signature,
                method.exceptions.toArray(String[]::new));
    }

    /** A copy with another head, and without what belongs to the head: signature, annotations, parameters. */
    static MethodNode as(MethodNode method, int access, String name, String descriptor) {
        MethodNode copy =
                new MethodNode(Opcodes.ASM9, access, name, descriptor, null, method.exceptions.toArray(String[]::new));
        MethodNode code = new MethodNode(Opcodes.ASM9, access, name, descriptor, null, null);
        method.accept(code);
        copy.instructions = code.instructions;
        copy.tryCatchBlocks = code.tryCatchBlocks;
        copy.localVariables = code.localVariables;
        copy.maxLocals = code.maxLocals;
        copy.maxStack = code.maxStack;
        return copy;
    }

    /** A copy of an instruction; labels that are not in the map yet get one. */
    static AbstractInsnNode of(AbstractInsnNode instruction, Map<LabelNode, LabelNode> labels) {
        return instruction.clone(new LabelMap(labels));
    }

    /** Makes a label's copy when it is first asked for. */
    private static final class LabelMap extends AbstractMap<LabelNode, LabelNode> {
        private final Map<LabelNode, LabelNode> copies;

        LabelMap(Map<LabelNode, LabelNode> copies) {
            this.copies = copies;
        }

        @Override
        public LabelNode get(Object label) {
            return copies.computeIfAbsent((LabelNode) label, each -> new LabelNode());
        }

        @Override
        public Set<Entry<LabelNode, LabelNode>> entrySet() {
            return copies.entrySet();
        }
    }
}
