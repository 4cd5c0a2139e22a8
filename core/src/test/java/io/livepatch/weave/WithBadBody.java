package io.livepatch.weave;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Class files that no verifier takes. */
final class WithBadBody {
    private WithBadBody() {}

    /** Every {@code void run()} returns a value. */
    static byte[] of(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                MethodVisitor copy = super.visitMethod(access, name, descriptor, signature, exceptions);
                                if (!name.equals("run")) {
                                    return copy;
                                }
                                copy.visitCode();
                                copy.visitInsn(Opcodes.ICONST_0);
                                copy.visitInsn(Opcodes.IRETURN);
                                copy.visitMaxs(1, 1);
                                copy.visitEnd();
                                return null;
                            }
                        },
                        0);
        return writer.toByteArray();
    }
}
