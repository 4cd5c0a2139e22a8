package io.livepatch.bundle;

import io.livepatch.bundle.InvalidBundleException.Flaw;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Reads bundles of any origin. Whatever is wrong with one is told in a sentence, within the limits of {@link BundleFormat}. */
public final class BundleReader {
    private BundleReader() {}

    /**
     * Reads a bundle file.
     *
     * @throws IOException if the file cannot be read
     * @throws InvalidBundleException if it is no sound bundle
     */
    public static Bundle read(Path file) throws IOException, InvalidBundleException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(BundleFormat.MAX_FILE_SIZE + 1);
            return read(file.toString(), ByteBuffer.wrap(content));
        }
    }

    /**
     * Reads the content of a bundle file.
     *
     * @param origin the file it came from, for messages
     * @param content of the whole file; position and limit are left as they are
     * @throws InvalidBundleException if it is no sound bundle
     */
    public static Bundle read(String origin, ByteBuffer content) throws InvalidBundleException {
        try {
            if (content.remaining() > BundleFormat.MAX_FILE_SIZE) {
                throw new Flaw("it has more than " + BundleFormat.MAX_FILE_SIZE + " bytes");
            }
            byte[] file = new byte[content.remaining()];
            content.duplicate().get(file);
            return read(file);
        } catch (Flaw e) {
            throw new InvalidBundleException(origin, e);
        }
    }

    private static Bundle read(byte[] file) throws Flaw {
        Map<String, byte[]> entries = BundleArchive.unpack(file);
        byte[] json = entries.remove(BundleFormat.DESCRIPTOR);
        if (json == null) {
            throw new Flaw("it has no " + BundleFormat.DESCRIPTOR);
        }
        PatchDescriptor descriptor = DescriptorJson.read(json);
        Map<String, byte[]> classFiles = new HashMap<>();
        for (PatchedClass patched : descriptor.classes()) {
            byte[] classFile = entries.remove(BundleFormat.entryOf(patched.name()));
            if (classFile == null && patched.isGuardOnly()) {
                continue;
            }
            if (classFile == null) {
                throw new Flaw("the class file of " + patched.name() + " is missing");
            }
            check(patched, classFile);
            classFiles.put(patched.name(), classFile);
        }
        Map<String, byte[]> added = AddedClassFiles.take(descriptor, entries);
        Map<String, byte[]> code = code(descriptor, entries);
        if (!entries.isEmpty()) {
            throw new Flaw("its entry " + entries.keySet().iterator().next() + " belongs to no class of the patch");
        }
        return new Bundle(descriptor, classFiles, added, code, sha256(file), file.length);
    }

    /** Takes the class files of the patch's own code out of the entries. */
    private static Map<String, byte[]> code(PatchDescriptor descriptor, Map<String, byte[]> entries) throws Flaw {
        Map<String, byte[]> code = new HashMap<>();
        for (String name : descriptor.code().classes()) {
            byte[] classFile = entries.remove(BundleFormat.codeEntryOf(name));
            if (classFile == null) {
                throw new Flaw("the class file of " + name + ", of the patch's own code, is missing");
            }
            parse(name, classFile);
            code.put(name, classFile);
        }
        return code;
    }

    /** The class that an entry says it holds. */
    static ClassNode parse(String name, byte[] classFile) throws Flaw {
        ClassNode node;
        try {
            node = ClassFiles.read(classFile);
        } catch (InvalidClassFileException e) {
            throw new Flaw("the class file of " + name + " cannot be read: " + e.getMessage(), e);
        }
        if (!node.name.equals(name.replace('.', '/'))) {
            throw new Flaw("the class file of " + name + " holds the class " + node.name.replace('/', '.'));
        }
        return node;
    }

    private static void check(PatchedClass patched, byte[] classFile) throws Flaw {
        ClassNode node = parse(patched.name(), classFile);
        Fingerprints fingerprints = new Fingerprints(node);
        for (PatchedMethod method : patched.methods()) {
            if (method.isGuard()) {
                continue;
            }
            String where = patched.name() + "." + method.id();
            MethodNode body = ClassFiles.method(node, method.id())
                    .filter(ClassFiles::hasBody)
                    .orElseThrow(() -> new Flaw("its class file has no body for the method " + where));
            if (!fingerprints.of(body, LambdaReferences.BY_CONTENT).equals(method.to())) {
                throw new Flaw("the body of " + where + " is not the one that the descriptor promises");
            }
        }
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
