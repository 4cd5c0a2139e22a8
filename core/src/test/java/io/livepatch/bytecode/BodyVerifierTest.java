package io.livepatch.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.testing.Sources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

class BodyVerifierTest {
    private static final ClassFileLocator PLATFORM = new PlatformClassFiles();

    @ParameterizedTest
    @ValueSource(strings = {"java/lang", "java/util", "java/util/concurrent", "java/io", "sun/security/ssl"})
    void problems_ofTheJdksOwnClasses_areNone(String packageName) throws IOException {
        FileSystem runtime = FileSystems.getFileSystem(URI.create("jrt:/"));
        List<String> problems = new ArrayList<>();
        int classes = 0;
        try (Stream<Path> files = Files.list(runtime.getPath("/modules/java.base", packageName))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                classes++;
                problems.addAll(problems(Files.readAllBytes(file)));
            }
        }
        assertThat(classes).isGreaterThan(50);
        assertThat(problems).isEmpty();
    }

    @Test
    void problems_ofUnknownTypes_areNone() {
        byte[] user = Sources.compile(
                        17,
                        "class User { Base f(Sub s, boolean b) { Base r = b ? s : new Other(); return g(r) ? r : s; }"
                                + " boolean g(Base b) { return b == null; } }",
                        "class Base { }",
                        "class Sub extends Base { }",
                        "class Other extends Base { }")
                .get("User");

        assertThat(problems(user)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_1, Opcodes.V1_2, Opcodes.V1_3, Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_6})
    void problems_ofSubroutines_areNoneBelowVersion51(int version) {
        assertThat(problems(body(version, "f", "()I", BodyVerifierTest::subroutine)))
                .isEmpty();
    }

    @Test
    void problems_ofSubroutines_areReportedFromVersion51On() {
        assertThat(problems(body(Opcodes.V1_7, "f", "()I", BodyVerifierTest::subroutine)))
                .singleElement()
                .asString()
                .startsWith("f()I, instruction 0: ")
                .contains("jsr");
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_1, Opcodes.V1_4, Opcodes.V1_6, Opcodes.V1_7, Opcodes.V17, Opcodes.V25})
    void problems_ofBadBodies_nameMethodAndInstruction(int version) {
        assertThat(problem(version, "()V", m -> {
                    m.visitInsn(Opcodes.POP);
                    m.visitInsn(Opcodes.RETURN);
                }))
                .contains("f()V, instruction 0");
        assertThat(problem(version, "()I", m -> {
                    m.visitInsn(Opcodes.NOP);
                    m.visitInsn(Opcodes.ACONST_NULL);
                    m.visitInsn(Opcodes.IRETURN);
                }))
                .contains("f()I, instruction 2");
        assertThat(problem(version, "()V", m -> m.visitInsn(Opcodes.NOP))).contains("f()V");
        assertThat(problem(version, "()Ljava/lang/String;", m -> {
                    m.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
                    m.visitInsn(Opcodes.ARETURN);
                }))
                .contains("initialised");
        assertThat(problem(version, "(Ljava/lang/Object;)Ljava/lang/String;", m -> {
                    m.visitVarInsn(Opcodes.ALOAD, 1);
                    m.visitInsn(Opcodes.ARETURN);
                }))
                .contains("java/lang/String");
        assertThat(problem(version, "()V", m -> {
                    m.visitVarInsn(Opcodes.ALOAD, 7);
                    m.visitInsn(Opcodes.RETURN);
                }))
                .contains("f()V");
        assertThat(problem(version, "()V", m -> {
                    m.visitInsn(Opcodes.ICONST_0);
                    m.visitInsn(Opcodes.ICONST_0);
                    m.visitInsn(Opcodes.ICONST_0);
                    m.visitInsn(Opcodes.RETURN);
                }))
                .contains("f()V");
    }

    @Test
    void problems_ofConstructorWithoutSuperCall_areReported() {
        byte[] constructor = body(Opcodes.V17, "<init>", "()V", m -> m.visitInsn(Opcodes.RETURN));

        assertThat(problems(constructor)).singleElement().asString().contains("before it called another constructor");
    }

    @Test
    void problems_ofBranchWithoutFrame_areReported() {
        byte[] frameless = body(Opcodes.V17, "f", "(I)V", m -> {
            Label end = new Label();
            m.visitVarInsn(Opcodes.ILOAD, 1);
            m.visitJumpInsn(Opcodes.IFEQ, end);
            m.visitInsn(Opcodes.NOP);
            m.visitLabel(end);
            m.visitInsn(Opcodes.RETURN);
        });

        assertThat(problems(frameless)).singleElement().asString().contains("no stack map frame at the target");
    }

    @Test
    void problems_ofMethodNotChosen_areNotLookedFor() {
        ClassNode node = read(body(Opcodes.V17, "f", "()V", m -> m.visitInsn(Opcodes.POP)));

        assertThat(BodyVerifier.problems(node, id -> !id.name().equals("f"), PLATFORM))
                .isEmpty();
    }

    private static String problem(int version, String descriptor, Consumer<MethodVisitor> code) {
        List<String> problems = problems(body(version, "f", descriptor, code));
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static void subroutine(MethodVisitor m) {
        Label subroutine = new Label();
        m.visitJumpInsn(Opcodes.JSR, subroutine);
        m.visitInsn(Opcodes.ICONST_1);
        m.visitInsn(Opcodes.IRETURN);
        m.visitLabel(subroutine);
        m.visitVarInsn(Opcodes.ASTORE, 1);
        m.visitVarInsn(Opcodes.RET, 1);
    }

    /** A class with one method, which has two local variables beside its parameters at most, and two stack slots. */
    private static byte[] body(int version, String name, String descriptor, Consumer<MethodVisitor> code) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "A", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(0, name, descriptor, null, null);
        method.visitCode();
        code.accept(method);
        method.visitMaxs(2, 3);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static List<String> problems(byte[] classFile) {
        ClassNode node = read(classFile);
        return BodyVerifier.problems(node, id -> true, PLATFORM);
    }

    private static ClassNode read(byte[] classFile) {
        try {
            return ClassFiles.read(classFile);
        } catch (InvalidClassFileException e) {
            throw new AssertionError(e);
        }
    }
}
