package io.livepatch.reshape;

import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Fields that a constructor sets before it calls another one, as compilers do for outer instances and captured variables. The JVM allows
 * that for fields of the class itself only (JVMS 4.10.1.9); others are set right after the call.
 */
final class EarlyStores {
    private EarlyStores() {}

    /**
     * Defers such stores.
     *
     * @param call the call of the other constructor, or what stands for it; {@code this} is in local 0 after it
     * @param which the fields that cannot be set before
     */
    static void defer(MethodNode constructor, AbstractInsnNode call, Predicate<FieldInsnNode> which) {
        InsnList deferred = new InsnList();
        for (AbstractInsnNode each = constructor.instructions.getFirst(); each != call; ) {
            AbstractInsnNode next = each.getNext();
            if (each instanceof FieldInsnNode field && field.getOpcode() == Opcodes.PUTFIELD && which.test(field)) {
                Type type = Type.getType(field.desc);
                int slot = constructor.maxLocals;
                constructor.maxLocals += type.getSize();
                constructor.instructions.insert(field, new InsnNode(Opcodes.POP));
                constructor.instructions.set(field, new VarInsnNode(type.getOpcode(Opcodes.ISTORE), slot));
                deferred.add(new VarInsnNode(Opcodes.ALOAD, 0));
                deferred.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot));
                deferred.add(new FieldInsnNode(Opcodes.PUTFIELD, field.owner, field.name, field.desc));
            }
            each = next;
        }
        constructor.instructions.insert(call, deferred);
    }
}
