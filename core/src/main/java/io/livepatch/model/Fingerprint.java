package io.livepatch.model;

import java.util.regex.Pattern;

/**
 * Identity of a method body: the SHA-256 of its normalised instructions, in lower-case hexadecimal. Bodies that differ only
 * in line numbers, constant pool order or local variable names have the same fingerprint.
 */
public record Fingerprint(String sha256) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
        if (!FORM.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
        }
    }

    @Override
    public String toString() {
        return sha256;
    }
}
