package io.livepatch.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.livepatch.model.MethodId;
import io.livepatch.testing.Sources;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

class ClassFilesTest {
    private static final byte[] CLASS_FILE = Sources.compile(
                    17,
                    "@Deprecated class A { int f(int i) { switch (i) { case 1: return 2; default: return i > 3 ? 4 : 5; } }"
                            + " Runnable r() { return () -> f(1); } }")
            .get("A");

    @Test
    void read_soundClassFile_findsItsMethods() throws InvalidClassFileException {
        ClassNode node = ClassFiles.read(CLASS_FILE);

        assertThat(node.name).isEqualTo("A");
        assertThat(ClassFiles.majorVersion(node)).isEqualTo(61);
        assertThat(ClassFiles.method(node, new MethodId("f", "(I)I"))).isPresent();
        assertThat(ClassFiles.method(node, new MethodId("f", "(J)I"))).isEmpty();
    }

    @Test
    void read_everyTruncation_isRefused() {
        for (int length = 0; length < CLASS_FILE.length; length++) {
            byte[] cut = Arrays.copyOf(CLASS_FILE, length);
            assertThatThrownBy(() -> ClassFiles.read(cut))
                    .as("cut to " + length)
                    .isInstanceOf(InvalidClassFileException.class);
        }
    }

    @Test
    void read_flippedBytes_areReadOrRefusedButNothingElse() {
        Random random = new Random(42);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] garbled = CLASS_FILE.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(ClassFiles.read(garbled)).isNotNull();
            } catch (InvalidClassFileException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void read_newerClassFile_namesItsVersion() {
        byte[] newer = CLASS_FILE.clone();
        newer[7] = (byte) 200;

        assertThatThrownBy(() -> ClassFiles.read(newer)).hasMessageContaining("version 200 is newer");
    }

    @Test
    void read_attributeThatClaimsTwoGigabytes_isRefusedWithoutAllocatingThem() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, 0, "A", null, "java/lang/Object", null);
        writer.visitAttribute(new Attribute("Huge") {
            @Override
            protected ByteVector write(ClassWriter owner, byte[] code, int length, int maxStack, int maxLocals) {
                return new ByteVector();
            }
        });
        writer.visitEnd();
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        byte[] classFile = writer.toByteArray();
        // the length of the attribute is the last thing in the file
        ByteBuffer.wrap(classFile).putInt(classFile.length - 4, Integer.MAX_VALUE - 8);

        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> ClassFiles.read(classFile)).isInstanceOf(InvalidClassFileException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100 << 20);
    }
}
