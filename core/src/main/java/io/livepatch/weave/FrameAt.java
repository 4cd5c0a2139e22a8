package io.livepatch.weave;

import io.livepatch.bytecode.Frames;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The types of the locals at a place within an instance method, taken from the frame before it, for branches that are put in there.
 *
 * @param locals one entry for each value, as in an expanded frame
 */
record FrameAt(List<Object> locals) {
    FrameAt {
        locals = List.copyOf(locals);
    }

    /**
     * Those before an instruction.
     *
     * @throws WeavingException if the code between the last frame and it sets a local
     */
    static FrameAt before(AbstractInsnNode place, String owner, MethodNode method) throws WeavingException {
        for (AbstractInsnNode each = place.getPrevious(); each != null; each = each.getPrevious()) {
            if (each instanceof FrameNode frame) {
                return new FrameAt(frame.local);
            }
            if (each instanceof VarInsnNode store && store.getOpcode() >= Opcodes.ISTORE) {
                throw SerializationMethods.unknown(owner, method);
            }
        }
        List<Object> locals = new ArrayList<>(List.of(owner));
        locals.addAll(Frames.ofArguments(method.desc));
        return new FrameAt(locals);
    }

    /** The same with more locals, the first of them in a slot that the method does not use. */
    FrameAt with(int slot, String... types) {
        List<Object> more = new ArrayList<>(locals);
        Frames.pad(more, slot);
        more.addAll(List.of(types));
        return new FrameAt(more);
    }

    FrameNode node(Object... stack) {
        return Frames.of(locals, stack);
    }
}
