package io.livepatch.bundle;

import io.livepatch.model.PatchDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes bundles: the same patch gives the same bytes, on any JDK. */
public final class BundleWriter {
    /** A month after the epoch of ZIP files: at the epoch itself the JDK adds a second time stamp, in the local time zone. */
    private static final LocalDateTime TIMESTAMP = LocalDateTime.of(1980, 2, 1, 0, 0);

    private BundleWriter() {}

    /** The content of a bundle file that brings bodies only. */
    public static byte[] toBytes(PatchDescriptor descriptor, Map<String, byte[]> classFiles) {
        return toBytes(descriptor, classFiles, Map.of(), Map.of());
    }

    /**
     * The content of a bundle file. Nothing is compressed: what a compressor makes of it differs between zlib versions.
     *
     * @param classFiles by binary name with dots, exactly those of the descriptor
     * @param added the classes that the patch adds, likewise
     * @param code those of its own code, likewise
     */
    public static byte[] toBytes(
            PatchDescriptor descriptor,
            Map<String, byte[]> classFiles,
            Map<String, byte[]> added,
            Map<String, byte[]> code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            add(zip, BundleFormat.MANIFEST, "Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            add(zip, BundleFormat.DESCRIPTOR, DescriptorJson.write(descriptor));
            Map<String, byte[]> entries = new TreeMap<>();
            classFiles.forEach((name, classFile) -> entries.put(BundleFormat.entryOf(name), classFile));
            added.forEach((name, classFile) -> entries.put(BundleFormat.addedEntryOf(name), classFile));
            code.forEach((name, classFile) -> entries.put(BundleFormat.codeEntryOf(name), classFile));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIMESTAMP);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * Puts a bundle in its place in one step: whoever looks at the target sees the old file or the whole new one.
     *
     * @throws IOException if it cannot be written; the target is then as it was
     */
    public static void write(Path target, byte[] bundle) throws IOException {
        Path file = target.toAbsolutePath();
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel out =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(bundle);
                while (content.hasRemaining()) {
                    out.write(content);
                }
                out.force(true);
            }
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
