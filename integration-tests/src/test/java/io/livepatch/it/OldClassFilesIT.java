package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Class files of Java 1.1 to 6: without stack map frames and invokedynamic, those up to 49 with jsr and ret. */
class OldClassFilesIT {
    private static final int FIRST = 45;
    private static final int LAST = 50;
    private static final int LAST_WITH_JSR = 49;

    @EveryJdk
    void arePatchedAndBroughtBack(Jdk jdk, @TempDir Path dir) {
        Versions versions = new Versions(write(dir.resolve("v1"), 0), write(dir.resolve("v2"), 1));
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch, versions)) {
            assertSum(it, 0);
            it.apply();
            assertSum(it, 1);
            it.expect(0, "disable", PATCH);
            assertSum(it, 0);
        }
    }

    private static void assertSum(Scenario it, int version) {
        for (int major = FIRST; major <= LAST; major++) {
            assertThat(it.target().call("old.V" + major, "sum"))
                    .as("class file %d", major)
                    .isEqualTo(10 + version + "");
            assertThat(it.target().call("old.V" + major, "build"))
                    .as("constructor %d", major)
                    .isEqualTo(20 + version + "");
        }
    }

    private static Path write(Path directory, int version) {
        for (int major = FIRST; major <= LAST; major++) {
            String name = "old/V" + major;
            ClassFile.write(directory, name, generate(major, name, version));
        }
        return directory;
    }

    /**
     * <pre>{@code
     * static int sum() { int i = 10; do { i--; } while (i > 0); try { i += 10; } finally { i += VERSION; } return i; }
     * V45() { super(); field = 20 + VERSION; }
     * static int build() { return new V45().field; }   // unpatched
     * }</pre>
     */
    private static byte[] generate(int major, String name, int version) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int minor = major == FIRST ? 3 : 0;
        writer.visit(minor << 16 | major, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, name, null, "java/lang/Object", null);
        writer.visitField(0, "field", "I", null, null).visitEnd();
        sum(writer, major, version);

        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitIntInsn(Opcodes.BIPUSH, 20 + version);
        constructor.visitFieldInsn(Opcodes.PUTFIELD, name, "field", "I");
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();

        MethodVisitor build = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "build", "()I", null, null);
        build.visitCode();
        build.visitTypeInsn(Opcodes.NEW, name);
        build.visitInsn(Opcodes.DUP);
        build.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
        build.visitFieldInsn(Opcodes.GETFIELD, name, "field", "I");
        build.visitInsn(Opcodes.IRETURN);
        build.visitMaxs(0, 0);
        build.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void sum(ClassWriter writer, int major, int version) {
        MethodVisitor sum = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED, "sum", "()I", null, null);
        sum.visitCode();
        sum.visitIntInsn(Opcodes.BIPUSH, 10);
        sum.visitVarInsn(Opcodes.ISTORE, 0);
        Label loop = new Label();
        sum.visitLabel(loop);
        sum.visitIincInsn(0, -1);
        sum.visitVarInsn(Opcodes.ILOAD, 0);
        sum.visitJumpInsn(Opcodes.IFGT, loop);
        sum.visitIincInsn(0, 10);
        if (major <= LAST_WITH_JSR) {
            Label subroutine = new Label();
            Label end = new Label();
            sum.visitJumpInsn(Opcodes.JSR, subroutine);
            sum.visitJumpInsn(Opcodes.GOTO, end);
            sum.visitLabel(subroutine);
            sum.visitVarInsn(Opcodes.ASTORE, 1);
            sum.visitIincInsn(0, version);
            sum.visitVarInsn(Opcodes.RET, 1);
            sum.visitLabel(end);
        } else {
            sum.visitIincInsn(0, version);
        }
        sum.visitVarInsn(Opcodes.ILOAD, 0);
        sum.visitInsn(Opcodes.IRETURN);
        sum.visitMaxs(0, 0);
        sum.visitEnd();
    }
}
