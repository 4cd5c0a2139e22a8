package io.livepatch.testing;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Class files that no compiler of today writes. */
public final class ClassFiles {
    private static final int VERSION_OF_RELEASE_0 = 44;
    private static final int FIRST_RELEASE_WITH_FRAMES = 6;

    private ClassFiles() {}

    /** The same class in the version of another Java release, with frames where that has them. */
    public static byte[] ofRelease(int release, byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor otherVersion = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(
                    int version, int access, String name, String signature, String parent, String[] interfaces) {
                super.visit(release + VERSION_OF_RELEASE_0, access, name, signature, parent, interfaces);
            }
        };
        new ClassReader(classFile)
                .accept(otherVersion, release < FIRST_RELEASE_WITH_FRAMES ? ClassReader.SKIP_FRAMES : 0);
        return writer.toByteArray();
    }
}
