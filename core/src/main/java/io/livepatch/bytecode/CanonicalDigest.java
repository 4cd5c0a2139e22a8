package io.livepatch.bytecode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over a sequence of values. Each has a fixed or written length, so no two sequences give the same bytes. */
final class CanonicalDigest {
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[8192];
    private int used;

    CanonicalDigest tag(int value) {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) value;
        return this;
    }

    CanonicalDigest number(int value) {
        return tag(value >> 24).tag(value >> 16).tag(value >> 8).tag(value);
    }

    CanonicalDigest number(long value) {
        return number((int) (value >> 32)).number((int) value);
    }

    /** Writes the chars themselves: class files hold strings that are no valid UTF-16. */
    CanonicalDigest string(String value) {
        number(value.length());
        for (int i = 0; i < value.length(); i++) {
            tag(value.charAt(i) >> 8).tag(value.charAt(i));
        }
        return this;
    }

    /** Ends the sequence. */
    String hex() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void flush() {
        digest.update(buffer, 0, used);
        used = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
