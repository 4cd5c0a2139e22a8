package io.livepatch.bench;

/** How the measuring thread stands to a transition. */
enum Standing {
    /** No patch, no transition. */
    UNPATCHED(Library.OLD),
    /** Born while the transition runs. */
    NO_RECORD(Library.NEW),
    /** Seen clear by the coordinator. */
    MOVED(Library.NEW),
    /** Inside a patched method, whose inner call is measured; asked to check itself again and again, as such a thread is. */
    UNMOVED(Library.OLD),
    /** The transition is over. */
    SETTLED(Library.NEW);

    /** Which of them, in a forked JVM. */
    static final String PROPERTY = "livepatch.bench.standing";

    /** What {@link Library#inner} adds for such a thread. */
    final int adds;

    Standing(int adds) {
        this.adds = adds;
    }

    static Standing ofThisJvm() {
        return valueOf(System.getProperty(PROPERTY, UNPATCHED.name()));
    }
}
