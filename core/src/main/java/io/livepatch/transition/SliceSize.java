package io.livepatch.transition;

/**
 * How many platform threads are dumped in one stop of the world. Each stop costs the same however few threads it dumps, and each
 * holds the application up for as long as it dumps, so the size follows the time that the last one took: as many threads as fit
 * into a few milliseconds, which is less than the stop of a redefinition. May be used by any thread; then an update can be lost.
 */
final class SliceSize {
    static final int LEAST = 64;
    /** Stacks differ: the next slice may be of deep ones, and then is longer by so much at worst. */
    static final int MOST = 512;

    private static final long SHORT_NANOS = 2_000_000;
    private static final long LONG_NANOS = 5_000_000;

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
