package io.livepatch.bundle;

import io.livepatch.bundle.InvalidBundleException.Flaw;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks the ZIP layer of a bundle within the limits of {@link BundleFormat}. */
final class BundleArchive {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int END_OF_DIRECTORY = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final List<String> CLASS_FOLDERS =
            List.of(BundleFormat.CLASSES, BundleFormat.ADDED, BundleFormat.CODE);

    /** Signatures, as {@code jarsigner} adds them. */
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[A-Za-z0-9_-]+\\.(SF|RSA|DSA|EC)");

    private BundleArchive() {}

    /** The descriptor and the class files by entry name; manifest, signatures and directories are left out. */
    static Map<String, byte[]> unpack(byte[] file) throws Flaw {
        if (file.length < END_LENGTH || littleEndian(file).getInt(0) != LOCAL_HEADER) {
            throw new Flaw("it is not a JAR");
        }
        int expected = entriesInDirectory(file);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            int count = 0;
            long total = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++count > BundleFormat.MAX_ENTRIES) {
                    throw new Flaw("it has more than " + BundleFormat.MAX_ENTRIES + " entries");
                }
                byte[] content = zip.readNBytes(BundleFormat.MAX_ENTRY_SIZE + 1);
                total += content.length;
                if (content.length > BundleFormat.MAX_ENTRY_SIZE || total > BundleFormat.MAX_TOTAL_SIZE) {
                    throw new Flaw("unpacked, its entry " + entry.getName() + " exceeds the limit of "
                            + BundleFormat.MAX_ENTRY_SIZE + " bytes for one or " + BundleFormat.MAX_TOTAL_SIZE
                            + " for all");
                }
                if (belongs(entry.getName(), content) && entries.put(entry.getName(), content) != null) {
                    throw new Flaw("it has two entries " + entry.getName());
                }
            }
            if (count != expected) {
                throw new Flaw("it is damaged: its directory lists " + expected + " entries, it has " + count);
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) {
            throw new Flaw("it is damaged: " + e.getMessage(), e);
        }
    }

    private static boolean belongs(String name, byte[] content) throws Flaw {
        if (name.equals(BundleFormat.DESCRIPTOR)
                || (CLASS_FOLDERS.stream().anyMatch(name::startsWith) && name.endsWith(BundleFormat.CLASS_SUFFIX))) {
            return true;
        }
        boolean directory = name.startsWith("META-INF/") && name.endsWith("/") && content.length == 0;
        if (name.equals(BundleFormat.MANIFEST) || SIGNATURE.matcher(name).matches() || directory) {
            return false;
        }
        throw new Flaw("its entry " + name + " does not belong into a bundle");
    }

    /**
     * Reads the end record (ZIP format 4.3.16) that closes the file. The entries themselves are read from the front, so a file
     * that was cut off behind them would not show otherwise.
     */
    private static int entriesInDirectory(byte[] file) throws Flaw {
        ByteBuffer buffer = littleEndian(file);
        int lowest = Math.max(0, file.length - END_LENGTH - 0xFFFF);
        for (int end = file.length - END_LENGTH; end >= lowest; end--) {
            if (buffer.getInt(end) == END_OF_DIRECTORY
                    && end + END_LENGTH + Short.toUnsignedInt(buffer.getShort(end + 20)) == file.length) {
                long size = Integer.toUnsignedLong(buffer.getInt(end + 12));
                long start = Integer.toUnsignedLong(buffer.getInt(end + 16));
                if (start + size != end) {
                    break;
                }
                return Short.toUnsignedInt(buffer.getShort(end + 10));
            }
        }
        throw new Flaw("it is damaged or cut off: the directory at its end is missing or wrong");
    }

    private static ByteBuffer littleEndian(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }
}
