package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class JdkClassesTest {
    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void emptyPair() {
        pair = new VersionPair(directory);
    }

    /** The JDK's own class, and the same with one method that does something more. */
    private void changed(Class<?> type, String... methods) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream in = ClassLoader.getSystemResourceAsStream(entry)) {
            byte[] original = in.readAllBytes();
            pair.oldEntry(entry, original).newEntry(entry, withPrefix(original, Set.of(methods)));
        }
    }

    private static byte[] withPrefix(byte[] classFile, Set<String> methods) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
                                return !methods.contains(name)
                                        ? to
                                        : new MethodVisitor(Opcodes.ASM9, to) {
                                            @Override
                                            public void visitCode() {
                                                super.visitCode();
                                                super.visitInsn(Opcodes.ICONST_0);
                                                super.visitInsn(Opcodes.POP);
                                            }
                                        };
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    @Test
    void build_classOfTheJdk_isRefusedUnlessAllowed() throws IOException {
        changed(ThreadLocal.class, "get");

        assertThat(pair.refusals()).containsExactly("JDK_CLASS java.lang.ThreadLocal");
        assertThat(pair.build().refusals().get(0).text()).contains("--allow-jdk");
        assertThat(pair.allowJdk().build().outcome()).isEqualTo(Outcome.WRITTEN);
    }

    @Test
    void build_methodThatTheCompilersKnowByHeart_isRefused() throws IOException {
        changed(Integer.class, "bitCount", "toHexString");

        assertThat(pair.allowJdk().refusals()).containsExactly("INTRINSIC java.lang.Integer.bitCount(I)I");
    }

    @ParameterizedTest
    @CsvSource({
        "java.util.Anything, true",
        "jdk.internal.misc.Unsafe, true",
        "com.sun.net.httpserver.HttpServer, true",
        "javax.servlet.Filter, false",
        "com.sun.mail.Message, false",
        "Unpacked, false"
    })
    void contains_class_ifItsPackageIsInAModuleOfTheJdk(String className, boolean expected) {
        assertThat(new JdkClasses().contains(className)).isEqualTo(expected);
    }
}
