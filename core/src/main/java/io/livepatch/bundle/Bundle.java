package io.livepatch.bundle;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.PatchDescriptor;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;

/**
 * A patch bundle that was read and found sound: every method of the descriptor has a body in the class file of its class, with
 * the fingerprint the descriptor gives. Immutable.
 */
public final class Bundle {
    private final PatchDescriptor descriptor;
    private final Map<String, byte[]> classFiles;
    private final Map<String, byte[]> added;
    private final Map<String, byte[]> code;
    private final String digest;
    private final long size;

    Bundle(
            PatchDescriptor descriptor,
            Map<String, byte[]> classFiles,
            Map<String, byte[]> added,
            Map<String, byte[]> code,
            String digest,
            long size) {
        this.descriptor = descriptor;
        this.classFiles = Map.copyOf(classFiles);
        this.added = Map.copyOf(added);
        this.code = Map.copyOf(code);
        this.digest = digest;
        this.size = size;
    }

    public PatchDescriptor descriptor() {
        return descriptor;
    }

    /**
     * The class file that brings the new bodies of a class.
     *
     * @param className binary name with dots
     * @return a copy
     * @throws IllegalArgumentException if the descriptor does not name the class
     */
    public byte[] classFile(String className) {
        byte[] classFile = classFiles.get(className);
        if (classFile == null) {
            throw new IllegalArgumentException("patch " + descriptor.name() + " does not change " + className);
        }
        return classFile.clone();
    }

    /**
     * The class file of a class that the patch adds.
     *
     * @param className binary name with dots
     * @return a copy
     * @throws IllegalArgumentException if the patch adds no such class
     */
    public byte[] addedClass(String className) {
        byte[] classFile = added.get(className);
        if (classFile == null) {
            throw new IllegalArgumentException("patch " + descriptor.name() + " does not add " + className);
        }
        return classFile.clone();
    }

    /**
     * The class file of a class of the patch's own code.
     *
     * @param className binary name with dots
     * @return a copy
     * @throws IllegalArgumentException if the patch's code has no such class
     */
    public byte[] codeClass(String className) {
        byte[] classFile = code.get(className);
        if (classFile == null) {
            throw new IllegalArgumentException("the code of patch " + descriptor.name() + " has no " + className);
        }
        return classFile.clone();
    }

    /** The class file of {@link #classFile}, parsed anew on each call. */
    public ClassNode readClass(String className) {
        try {
            return ClassFiles.read(classFile(className));
        } catch (InvalidClassFileException e) {
            throw new IllegalStateException(className + " was readable when the bundle was read", e);
        }
    }

    /** SHA-256 of the bundle file in lower-case hexadecimal: the identity of its content. */
    public String digest() {
        return digest;
    }

    /** Of the bundle file, in bytes. */
    public long size() {
        return size;
    }
}
