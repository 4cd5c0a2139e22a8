package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Methods that NEW removed: they stay, so one in whose place NEW's class inherits another is given a body that calls that one, and one that serialization
 * goes on finding by its name a body that does what serialization does without it.
 */
final class RemovedMethods {
    private RemovedMethods() {}

    /**
     * The body that does what happens in NEW.
     *
     * @param old the method of OLD
     * @return empty if that is nothing, or not a method of the library
     */
    static Optional<MethodNode> replacement(TwoVersions versions, String owner, MethodNode old) {
        if (!SerializationHooks.isLookedFor(new Declared<>(versions.before(owner), old))) {
            return inheriting(versions, owner, old);
        }
        Optional<MethodNode> inherited =
                SerializationHooks.isInherited(old) ? inheriting(versions, owner, old) : Optional.empty();
        return inherited.or(() -> Optional.of(SerializationHooks.byDefault(old)));
    }

    private static Optional<MethodNode> inheriting(TwoVersions versions, String owner, MethodNode old) {
        MethodId id = ClassFiles.id(old);
        boolean replaces = ClassFiles.hasBody(old) && !old.name.startsWith("<");
        return replaces
                ? versions.method(owner, id)
                        .filter(inherited -> isCallable(inherited, old, owner))
                        .flatMap(inherited -> target(versions, owner, old, inherited))
                        .map(target -> forwarding(old, owner, target))
                : Optional.empty();
    }

    private static boolean isCallable(Declared<MethodNode> inherited, MethodNode old, String from) {
        int access = inherited.member().access;
        boolean visible = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0
                || Names.samePackage(inherited.ownerName(), from);
        boolean sameKind = TwoVersions.isStatic(access) == TwoVersions.isStatic(old.access);
        return !TwoVersions.isPrivate(access) && visible && sameKind && ClassFiles.hasBody(inherited.member());
    }

    /** The call of what is inherited: of that very method, unless the removed one was private, so that all callers are among its class. */
    private static Optional<MethodInsnNode> target(
            TwoVersions versions, String owner, MethodNode old, Declared<MethodNode> inherited) {
        String superclass = versions.after(owner).superName;
        boolean bySuperclass = versions.method(superclass, ClassFiles.id(old))
                .filter(each -> each.ownerName().equals(inherited.ownerName()))
                .isPresent();
        if (TwoVersions.isStatic(old.access)) {
            boolean ofClass = (inherited.owner().access & Opcodes.ACC_INTERFACE) == 0;
            return Optional.of(call(Opcodes.INVOKESTATIC, superclass, old, false))
                    .filter(call -> ofClass);
        }
        boolean chosen = TwoVersions.isPrivate(old.access);
        if (bySuperclass) {
            return Optional.of(call(chosen ? Opcodes.INVOKEVIRTUAL : Opcodes.INVOKESPECIAL, superclass, old, false));
        }
        // a class calls default methods of the interfaces only that it names itself
        return versions.before(owner).interfaces.stream()
                .filter(versions.after(owner).interfaces::contains)
                .filter(each -> versions.method(each, ClassFiles.id(old))
                        .filter(found -> found.ownerName().equals(inherited.ownerName()))
                        .isPresent())
                .findFirst()
                .map(each -> call(chosen ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKESPECIAL, each, old, true));
    }

    private static MethodInsnNode call(int opcode, String owner, MethodNode method, boolean onInterface) {
        return new MethodInsnNode(opcode, owner, method.name, method.desc, onInterface);
    }

    private static MethodNode forwarding(MethodNode old, String owner, MethodInsnNode call) {
        MethodNode method = Copies.withoutBody(old);
        String arguments = TwoVersions.isStatic(old.access) ? old.desc : Names.withReceiver(owner, old.desc);
        int slot = 0;
        for (Type each : Type.getArgumentTypes(arguments)) {
            method.instructions.add(new VarInsnNode(each.getOpcode(Opcodes.ILOAD), slot));
            slot += each.getSize();
        }
        method.instructions.add(call);
        method.instructions.add(new InsnNode(Type.getReturnType(old.desc).getOpcode(Opcodes.IRETURN)));
        method.maxLocals = slot;
        method.maxStack = slot + 2;
        return method;
    }
}
