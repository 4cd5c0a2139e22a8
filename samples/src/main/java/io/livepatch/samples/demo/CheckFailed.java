package io.livepatch.samples.demo;

/** Something the demo promises did not happen. The message says what was expected and what was seen. */
final class CheckFailed extends Exception {
    CheckFailed(String message) {
        super(message);
    }

    /** Throws unless the condition holds. */
    static void unless(boolean condition, String expected, Object seen) throws CheckFailed {
        if (!condition) {
            throw new CheckFailed("expected: " + expected + "\n     seen: " + seen);
        }
    }
}
