package io.livepatch.bench;

import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/** What is patched: a method so small that a call of it costs next to nothing but the gate, and one to stay in. */
final class Library {
    /** What {@link #inner} adds, in the two versions. */
    static final int OLD = 1;

    static final int NEW = 2;

    private Library() {}

    /** Patched, and hot. */
    static int inner(int value) {
        return value + OLD;
    }

    /** Patched, and on the stack for as long as the body runs. */
    static void outer(Runnable body) {
        body.run();
    }

    /** The class as it is, and with both methods changed. */
    static Versions versions(Path directory) {
        String name = Library.class.getName().replace('.', '/');
        byte[] original = classFile(name);
        byte[] changed = ClassFile.withBody(original, "inner", 2, body -> {
            body.visitVarInsn(Opcodes.ILOAD, 0);
            body.visitInsn(Opcodes.ICONST_2);
            body.visitInsn(Opcodes.IADD);
            body.visitInsn(Opcodes.IRETURN);
        });
        return new Versions(
                ClassFile.write(directory.resolve("v1"), name, original),
                ClassFile.write(directory.resolve("v2"), name, ClassFile.withPrefix(changed, Set.of("outer"))));
    }

    private static byte[] classFile(String name) {
        try (InputStream in = Library.class.getResourceAsStream("/" + name + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
