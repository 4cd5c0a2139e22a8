package io.livepatch.reshape;

import io.livepatch.bytecode.Frames;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Does in code what the flag {@code synchronized} does, where a method cannot have the flag (JVMS 2.11.10). */
final class Synchronization {
    private Synchronization() {}

    /**
     * Puts the body between entering and leaving a monitor.
     *
     * @param owner the class whose monitor, or whose object's monitor, it is
     * @param onClass whether it is that of the class; else that of the object in local 0
     */
    static void emulate(MethodNode method, String owner, boolean onClass) {
        int slot = method.maxLocals;
        method.maxLocals++;
        String lockType = onClass ? "java/lang/Class" : owner;
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        LabelNode handler = new LabelNode();
        for (AbstractInsnNode each : method.instructions.toArray()) {
            if (each.getOpcode() >= Opcodes.IRETURN && each.getOpcode() <= Opcodes.RETURN) {
                method.instructions.insertBefore(each, leave(slot));
            } else if (each instanceof FrameNode frame) {
                frame.local = withLock(frame.local, slot, lockType);
            }
        }
        InsnList enter = new InsnList();
        enter.add(onClass ? new LdcInsnNode(Type.getObjectType(owner)) : new VarInsnNode(Opcodes.ALOAD, 0));
        enter.add(new InsnNode(Opcodes.DUP));
        enter.add(new VarInsnNode(Opcodes.ASTORE, slot));
        enter.add(new InsnNode(Opcodes.MONITORENTER));
        enter.add(start);
        // a body that begins with a loop begins with a frame, which must not stand where the range of the handler is
        // empty
        enter.add(new InsnNode(Opcodes.NOP));
        method.instructions.insert(enter);
        method.instructions.add(end);
        method.instructions.add(handler);
        method.instructions.add(Frames.of(withLock(List.of(), slot, lockType), "java/lang/Throwable"));
        method.instructions.add(leave(slot));
        method.instructions.add(new InsnNode(Opcodes.ATHROW));
        method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, handler, null));
    }

    private static InsnList leave(int slot) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, slot));
        code.add(new InsnNode(Opcodes.MONITOREXIT));
        return code;
    }

    private static List<Object> withLock(List<Object> locals, int slot, String lockType) {
        List<Object> extended = new ArrayList<>(locals == null ? List.of() : locals);
        Frames.pad(extended, slot);
        extended.add(lockType);
        return extended;
    }
}
