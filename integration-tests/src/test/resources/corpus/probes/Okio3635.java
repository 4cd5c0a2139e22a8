package corpus;

import java.io.EOFException;
import java.io.IOException;
import okio.Buffer;
import okio.GzipSink;
import okio.GzipSource;
import okio.Okio;

/** A file that is broken must be reported as one, not by an exception that nobody expects. */
public class Okio3635 {
    public static boolean vulnerable() throws IOException {
        Buffer file = new Buffer().write(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, 0});
        file.writeShortLe(0xffff).write(new byte[100]);
        try (GzipSource source = new GzipSource(file)) {
            source.read(new Buffer(), 1);
            return true;
        } catch (IllegalArgumentException unexpected) {
            return true;
        } catch (EOFException refused) {
            return false;
        }
    }

    public static void ordinary() throws IOException {
        Buffer file = new Buffer();
        try (GzipSink sink = new GzipSink(file)) {
            sink.write(new Buffer().writeUtf8("hello"), 5);
        }
        try (GzipSource source = new GzipSource(file)) {
            String text = Okio.buffer(source).readUtf8();
            if (!"hello".equals(text)) {
                throw new AssertionError(text);
            }
        }
    }
}
