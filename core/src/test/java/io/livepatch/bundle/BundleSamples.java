package io.livepatch.bundle;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.testing.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.tree.ClassNode;

/** A small sound bundle and its parts. */
final class BundleSamples {
    static final String JSON = "META-INF/livepatch/patch.json";
    static final String CLASS = "META-INF/livepatch/classes/a/B.class";
    static final MethodId METHOD = new MethodId("c", "(I)V");

    private static final byte[] CLASS_FILE = Sources.compile(
                    17,
                    "package a; public abstract class B { void c(int i) { i++; } native void n(); abstract void x(); }")
            .get("a/B");

    private BundleSamples() {}

    static byte[] classFile() {
        return CLASS_FILE.clone();
    }

    static PatchDescriptor descriptor() {
        return new PatchDescriptor(
                "fix", "1.2", "why \"it\" is\nneeded: ä", List.of(new PatchedClass("a.B", List.of(method(METHOD)))));
    }

    static PatchedMethod method(MethodId id) {
        return new PatchedMethod(id, new Fingerprint("0".repeat(64)), fingerprint(id), true);
    }

    private static Fingerprint fingerprint(MethodId id) {
        try {
            ClassNode node = ClassFiles.read(classFile());
            return ClassFiles.method(node, id)
                    .map(m -> Fingerprints.of(node, m))
                    .orElse(new Fingerprint("1".repeat(64)));
        } catch (InvalidClassFileException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bundle() {
        return BundleWriter.toBytes(descriptor(), Map.of("a.B", classFile()));
    }

    /** The entries of the sound bundle, to be changed and packed again. */
    static Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        entries.put(JSON, DescriptorJson.write(descriptor()));
        entries.put(CLASS, classFile());
        return entries;
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
