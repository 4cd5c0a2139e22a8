package io.livepatch.bytecode;

import io.livepatch.model.MethodId;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Reads class files of any origin, hostile ones included. Nothing is loaded. */
public final class ClassFiles {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int HEADER_LENGTH = 10;
    /** Where the major version stands (JVMS 4.1). */
    private static final int MAJOR_VERSION = 6;

    private ClassFiles() {}

    /**
     * Reads a class file with stack map frames expanded, as analysis and weaving need them.
     *
     * @throws InvalidClassFileException if the bytes are not a class file that can be read whole
     */
    public static ClassNode read(byte[] classFile) throws InvalidClassFileException {
        if (classFile.length < HEADER_LENGTH || ByteBuffer.wrap(classFile).getInt() != MAGIC) {
            throw new InvalidClassFileException("not a class file", null);
        }
        try {
            ClassNode node = new ClassNode();
            new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
            return node;
        } catch (RuntimeException | StackOverflowError e) {
            // ASM checks little: garbage shows as an index out of bounds, a null, or endless nesting of annotations
            throw new InvalidClassFileException(reason(classFile), e);
        }
    }

    /** The method of that name and descriptor, if the class declares it. */
    public static Optional<MethodNode> method(ClassNode owner, MethodId id) {
        return owner.methods.stream()
                .filter(m -> m.name.equals(id.name()) && m.desc.equals(id.descriptor()))
                .findFirst();
    }

    /** Name and descriptor of a method as the model writes them. */
    public static MethodId id(MethodNode method) {
        return new MethodId(method.name, method.desc);
    }

    /** Whether the method has a body: it is neither abstract nor native. */
    public static boolean hasBody(MethodNode method) {
        return (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    }

    /** The major version of a class, without the minor one (and preview flag) in the upper half. */
    public static int majorVersion(ClassNode node) {
        return node.version & 0xFFFF;
    }

    private static String reason(byte[] classFile) {
        int major = Short.toUnsignedInt(ByteBuffer.wrap(classFile).getShort(MAJOR_VERSION));
        return major > Opcodes.V28
                ? "class file version " + major + " is newer than this version of livepatch reads"
                : "damaged class file";
    }
}
