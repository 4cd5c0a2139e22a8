package io.livepatch.it.corpus;

/** What probes saw. */
record Sight(Kind kind, String text) {
    enum Kind {
        VULNERABLE,
        FIXED,
        /** Some calls found the hole and others did not. */
        MIXED,
        /** A call threw. */
        FAILED
    }

    boolean is(Kind expected) {
        return kind == expected;
    }

    @Override
    public String toString() {
        return kind + " (" + text + ")";
    }
}
