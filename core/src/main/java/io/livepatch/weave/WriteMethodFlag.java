package io.livepatch.weave;

import io.livepatch.model.MethodId;
import io.livepatch.weave.JdkMethods.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What a stream says of a class: whether it has {@code writeObject}. A descriptor keeps it in a field, which for one of a stream is what that
 * stream said, and for the JVM's own of a class what was so when it was made; the latter is asked for the method instead, where the field is read to be written
 * or handed on.
 */
final class WriteMethodFlag {
    private static final String OWNER = "java/io/ObjectStreamClass";
    private static final String FIELD = "hasWriteObjectData";

    /** The methods that read it so. */
    static final Map<MethodId, Edit> EDITS = Map.of(
            new MethodId("writeNonProxy", "(Ljava/io/ObjectOutputStream;)V"),
            WriteMethodFlag::edit,
            new MethodId(
                    "initNonProxy",
                    "(Ljava/io/ObjectStreamClass;Ljava/lang/Class;Ljava/lang/ClassNotFoundException;Ljava/io/ObjectStreamClass;)V"),
            WriteMethodFlag::edit);

    private WriteMethodFlag() {}

    private static void edit(MethodNode method) throws WeavingException {
        List<FieldInsnNode> reads = new ArrayList<>();
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof FieldInsnNode field
                    && field.getOpcode() == Opcodes.GETFIELD
                    && field.name.equals(FIELD)) {
                reads.add(field);
            }
        }
        if (reads.size() != 1 || reads.get(0).getPrevious().getOpcode() != Opcodes.ALOAD) {
            throw SerializationMethods.unknown(OWNER, method);
        }
        FieldInsnNode read = reads.get(0);
        FrameAt frame = FrameAt.before(read, OWNER, method);
        LabelNode fromStream = new LabelNode();
        LabelNode ready = new LabelNode();
        Object[] below = below(method, read);
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new FieldInsnNode(Opcodes.GETFIELD, OWNER, "localDesc", "L" + OWNER + ";"));
        code.add(new JumpInsnNode(Opcodes.IF_ACMPNE, fromStream));
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, OWNER, "hasWriteObjectMethod", "()Z", false));
        code.add(new JumpInsnNode(Opcodes.GOTO, ready));
        code.add(fromStream);
        code.add(frame.node(with(below, OWNER)));
        method.instructions.insertBefore(read, code);
        InsnList after = new InsnList();
        after.add(ready);
        after.add(frame.node(with(below, Opcodes.INTEGER)));
        method.instructions.insert(read, after);
    }

    /** What lies on the stack below the descriptor: nothing where the field decides, another one where it is copied. */
    private static Object[] below(MethodNode method, FieldInsnNode read) throws WeavingException {
        AbstractInsnNode next = read.getNext();
        AbstractInsnNode target = read.getPrevious().getPrevious();
        if (next.getOpcode() == Opcodes.IFEQ && (target == null || target.getOpcode() < 0)) {
            return new Object[0];
        }
        boolean copied = next instanceof FieldInsnNode write
                && write.getOpcode() == Opcodes.PUTFIELD
                && write.name.equals(FIELD)
                && target instanceof VarInsnNode load
                && load.var == 0;
        if (!copied) {
            throw SerializationMethods.unknown(OWNER, method);
        }
        return new Object[] {OWNER};
    }

    private static Object[] with(Object[] below, Object top) {
        List<Object> stack = new ArrayList<>(List.of(below));
        stack.add(top);
        return stack.toArray();
    }
}
