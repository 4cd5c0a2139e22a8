package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Methods that NEW removed: they stay, so one that overrides another is given a body that calls what NEW's class inherits. */
final class RemovedMethods {
    private static final int CLOSED = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;

    private RemovedMethods() {}

    /**
     * The body that does what the class inherits in NEW.
     *
     * @param old the method of OLD
     * @return empty if that is nothing, or not a method of a superclass within the library
     */
    static Optional<MethodNode> inheriting(TwoVersions versions, String owner, MethodNode old) {
        ClassNode after = versions.after(owner);
        boolean overrides = (old.access & CLOSED) == 0 && ClassFiles.hasBody(old) && !old.name.startsWith("<");
        return overrides
                ? versions.method(after.superName, ClassFiles.id(old))
                        .filter(inherited -> isCallable(inherited, owner))
                        .map(inherited -> call(old, owner, after.superName))
                : Optional.empty();
    }

    private static boolean isCallable(Declared<MethodNode> inherited, String from) {
        int access = inherited.member().access;
        boolean visible = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0
                || Names.samePackage(inherited.ownerName(), from);
        return (access & CLOSED) == 0 && visible && ClassFiles.hasBody(inherited.member());
    }

    private static MethodNode call(MethodNode old, String owner, String superclass) {
        String[] exceptions = old.exceptions.toArray(String[]::new);
        MethodNode method = new MethodNode(old.access, old.name, old.desc, old.signature, exceptions);
        int slot = 0;
        for (Type each : Type.getArgumentTypes(Names.withReceiver(owner, old.desc))) {
            method.instructions.add(new VarInsnNode(each.getOpcode(Opcodes.ILOAD), slot));
            slot += each.getSize();
        }
        method.instructions.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, superclass, old.name, old.desc));
        method.instructions.add(new InsnNode(Type.getReturnType(old.desc).getOpcode(Opcodes.IRETURN)));
        method.maxLocals = slot;
        method.maxStack = slot + 2;
        return method;
    }
}
