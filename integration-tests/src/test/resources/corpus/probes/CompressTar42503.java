package corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A time in a pax header must be a plain number: one with a large exponent keeps a processor busy for minutes. */
public class CompressTar42503 {
    private static final int BLOCK = 512;

    public static boolean vulnerable() {
        try {
            return seconds("2e4") == 20_000;
        } catch (IOException refused) {
            return false;
        }
    }

    public static void ordinary() throws IOException {
        if (seconds("1234567.5") != 1_234_567) {
            throw new AssertionError("a plain time is read wrongly");
        }
    }

    private static long seconds(String mtime) throws IOException {
        String pair = " mtime=" + mtime + "\n";
        byte[] pax = (pair.length() + 2 + pair).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        archive.write(header("attributes", 'x', pax.length));
        archive.write(Arrays.copyOf(pax, BLOCK));
        archive.write(header("file", '0', 0));
        archive.write(new byte[2 * BLOCK]);
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new ByteArrayInputStream(archive.toByteArray()))) {
            TarArchiveEntry entry = in.getNextTarEntry();
            return entry.getModTime().getTime() / 1000;
        }
    }

    /** A header as POSIX.1-1988 has it. */
    private static byte[] header(String name, char type, int size) {
        ByteBuffer header = ByteBuffer.allocate(BLOCK);
        put(header, 0, name);
        put(header, 100, "0000600\0" + "0000001\0" + "0000001\0");
        put(header, 124, String.format("%011o", size) + "\0" + "00000000017\0");
        put(header, 148, "        ");
        put(header, 156, String.valueOf(type));
        put(header, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte b : header.array()) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o", sum) + "\0 ");
        return header.array();
    }

    private static void put(ByteBuffer header, int at, String text) {
        header.position(at).put(text.getBytes(StandardCharsets.US_ASCII));
    }
}
