package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * New bodies that cannot stand in their class, or had better not: they need a later class file version than it has, or are too large
 * together with the old one. They go to the companion, and the method calls them there.
 */
final class MovedBodies {
    private final TwoVersions versions;
    private final Findings findings;

    MovedBodies(TwoVersions versions, Findings findings) {
        this.versions = versions;
        this.findings = findings;
    }

    /** Whether a body must go to the companion; one that must and cannot is refused. */
    boolean mustMove(ClassNode owner, MethodNode body) {
        ClassNode before = versions.before(owner.name);
        MethodNode old = ClassFiles.method(before, ClassFiles.id(body)).orElseThrow();
        Optional<String> obstacle = ClassVersions.obstacle(before, owner, body);
        if (!body.name.equals("<init>")) {
            return obstacle.isPresent() || CombinedSize.isBetterApart(old, body);
        }
        String where = Names.where(owner.name, ClassFiles.id(body).toString());
        obstacle.ifPresent(text ->
                findings.refuse(RefusalKind.CLASS_VERSION, where, text + "; compile NEW for the Java release of OLD"));
        CombinedSize.check(old, body, where, findings);
        return false;
    }

    /** Leaves a call of the companion in a method and returns its body, for the companion. */
    static MethodNode move(ClassNode owner, MethodNode method) {
        boolean isStatic = TwoVersions.isStatic(method.access);
        String descriptor = isStatic ? method.desc : Names.withReceiver(owner.name, method.desc);
        MethodNode moved = Copies.as(method, Companions.METHOD, method.name + "$body", descriptor);
        InsnList call = new InsnList();
        int slot = 0;
        for (Type each : Type.getArgumentTypes(descriptor)) {
            call.add(new VarInsnNode(each.getOpcode(Opcodes.ILOAD), slot));
            slot += each.getSize();
        }
        call.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Names.companion(owner.name), moved.name, descriptor, false));
        call.add(new InsnNode(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN)));
        method.instructions = call;
        method.tryCatchBlocks.clear();
        method.localVariables = null;
        method.visibleLocalVariableAnnotations = null;
        method.invisibleLocalVariableAnnotations = null;
        method.maxLocals = slot;
        return moved;
    }
}
