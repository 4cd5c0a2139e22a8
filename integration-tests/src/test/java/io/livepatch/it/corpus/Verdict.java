package io.livepatch.it.corpus;

/** How it went with a pair. */
enum Verdict {
    /** The hole was there, was closed by {@code apply}, and was there again after {@code disable}. */
    TURNED_AND_BACK("turned and back"),
    /** {@code build} or {@code apply} said why not, and the JVM is as it was. */
    REFUSED("refused"),
    /** {@code apply} reported success, and the hole was as open as before. */
    STILL_VULNERABLE("still vulnerable"),
    /** Anything else: the library no longer works, a command failed, the way back did not lead back. */
    BROKEN("broken");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** As documents have it. */
    String words() {
        return words;
    }
}
