package io.livepatch.weave;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** A class file as compilers before Java 6 made them: no frames, a loop at offset 0, and a subroutine where that is legal. */
final class OldClass {
    private static final String NAME = "Ancient";

    private OldClass() {}

    /** The class file; its {@code countdown(int)} returns {@code result} for positive numbers. */
    static byte[] of(int version, int result) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(version, ACC_PUBLIC | ACC_SUPER, NAME, null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "countdown", "(I)I", null, null);
        method.visitCode();
        Label loop = new Label();
        Label end = new Label();
        Label subroutine = new Label();
        method.visitLabel(loop);
        method.visitVarInsn(ILOAD, 0);
        method.visitJumpInsn(IFLE, end);
        method.visitIincInsn(0, -1);
        method.visitJumpInsn(GOTO, loop);
        method.visitLabel(end);
        method.visitJumpInsn(JSR, subroutine);
        method.visitVarInsn(ILOAD, 0);
        method.visitInsn(IRETURN);
        method.visitLabel(subroutine);
        method.visitVarInsn(ASTORE, 1);
        method.visitInsn(result == 0 ? ICONST_0 : ICONST_1);
        method.visitVarInsn(ISTORE, 0);
        method.visitVarInsn(RET, 1);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
