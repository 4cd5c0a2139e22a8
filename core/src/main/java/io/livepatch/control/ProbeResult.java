package io.livepatch.control;

/**
 * What the probe of a patch says where one class loader has the patched classes.
 *
 * @param loader name or description of the loader
 * @param text why it has no verdict, empty if it has one
 */
public record ProbeResult(String loader, Verdict verdict, String text) {
    /** Whether the old behaviour shows. */
    public enum Verdict {
        FIXED,
        VULNERABLE,
        /** The probe has thrown something, or not answered in time. */
        FAILED
    }

    /** For messages and the history. */
    @Override
    public String toString() {
        return verdict + " in loader " + loader + (text.isEmpty() ? "" : " (" + text + ")");
    }
}
