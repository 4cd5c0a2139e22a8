package io.livepatch.transition;

/**
 * How many platform threads are dumped in one stop of the world. Each stop costs the same however few threads it dumps, and that
 * grows with the threads there are; and each holds the application up for as long as it dumps. So the size follows the time that
 * the last dump took, about half of which is the stop: as many threads as keep that well below the stop of a redefinition. May be
 * used by any thread; then an update can be lost.
 */
final class SliceSize {
    static final int LEAST = 64;
    /**
     * Stacks differ: a slice may be of deep ones and take longer than the last. The records of a transition come in the order of
     * identity hash codes, so one slice of them is as mixed as the next; and it never grows to more than this.
     */
    static final int MOST = 1_024;

    private static final long SHORT_NANOS = 8_000_000;
    private static final long LONG_NANOS = 16_000_000;

    private volatile int size = LEAST;

    int now() {
        return size;
    }

    /** So many threads were dumped in that time, in nanoseconds. */
    void took(int threads, long nanos) {
        int before = size;
        if (nanos > LONG_NANOS) {
            size = Math.max(LEAST, before / 2);
        } else if (nanos < SHORT_NANOS && threads >= before) {
            size = Math.min(MOST, 2 * before);
        }
    }
}
