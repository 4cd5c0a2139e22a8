package io.livepatch.reshape;

import io.livepatch.bytecode.Frames;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Code at the beginning of a method that hands objects of one class over to another method. Classes of other packages may be out of its reach. */
final class HandOver {
    private final TwoVersions versions;
    private final AccessClasses access;

    HandOver(TwoVersions versions, AccessClasses access) {
        this.versions = versions;
        this.access = access;
    }

    /** The class for whose code the call is to be made: that of the method, or the receiver's where only its package can name it. */
    String caller(String user, String receiver) {
        ClassNode type = versions.isAdded(receiver) ? versions.after(receiver) : versions.before(receiver);
        boolean isOpen = (type.access & Opcodes.ACC_PUBLIC) != 0 || Names.samePackage(user, receiver);
        return isOpen ? user : receiver;
    }

    /**
     * The code.
     *
     * @param user the class that the method belongs to
     * @param receiver the class of the objects
     * @param call of the other method, as code of {@link #caller} may call it
     * @param descriptor of the method, with the receiver
     */
    InsnList code(String user, String receiver, MethodInsnNode call, String descriptor) {
        boolean isOpen = caller(user, receiver).equals(user);
        InsnList code = new InsnList();
        LabelNode next = new LabelNode();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(
                isOpen
                        ? new TypeInsnNode(Opcodes.INSTANCEOF, receiver)
                        : access.isOf(receiver).call());
        code.add(new JumpInsnNode(Opcodes.IFEQ, next));
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        if (isOpen) {
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, receiver));
        }
        int slot = 1;
        Type[] arguments = Type.getArgumentTypes(descriptor);
        for (int i = 1; i < arguments.length; i++) {
            code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), slot));
            slot += arguments[i].getSize();
        }
        code.add(isOpen ? call : access.cast(receiver, call, descriptor).call());
        code.add(new InsnNode(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN)));
        code.add(next);
        code.add(Frames.of(Frames.ofArguments(descriptor)));
        code.add(new InsnNode(Opcodes.NOP));
        return code;
    }
}
