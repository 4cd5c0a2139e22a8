package io.livepatch.weave;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.gate.PatchGate;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The places where an application lets its threads move: calls of {@code io.livepatch.api.PatchPoint.poll()}. That method is
 * empty, so it costs nothing once compiled; for the time of a transition it is woven to ask the gate, and then it is empty again.
 */
public final class PatchPoints {
    private static final String CLASS = "io.livepatch.api.PatchPoint";
    private static final MethodId POLL = new MethodId("poll", "()V");

    /** Makes the method ask. */
    public static final ClassPlan PLAN = plan();

    private PatchPoints() {}

    private static ClassPlan plan() {
        Fingerprint empty = fingerprint(classFile(false));
        byte[] asking = classFile(true);
        Body body = new Body.Patched("livepatch", asking);
        return ClassPlan.of(CLASS, List.of(new MethodPlan(POLL, empty, fingerprint(asking), body, body, false, false)));
    }

    private static byte[] classFile(boolean asking) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, CLASS.replace('.', '/'), null, "java/lang/Object", null);
        MethodVisitor method =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, POLL.name(), POLL.descriptor(), null, null);
        method.visitCode();
        if (asking) {
            method.visitLdcInsn(PatchGate.POLL);
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC, Dispatcher.INTERNAL_NAME, Dispatcher.METHOD, Dispatcher.DESCRIPTOR, false);
            method.visitInsn(Opcodes.POP);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(1, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static Fingerprint fingerprint(byte[] classFile) {
        try {
            ClassNode node = ClassFiles.read(classFile);
            return Fingerprints.of(node, ClassFiles.method(node, POLL).orElseThrow());
        } catch (InvalidClassFileException e) {
            throw new IllegalStateException("a class file of our own cannot be read", e);
        }
    }
}
