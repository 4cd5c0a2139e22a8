package io.livepatch.transition;

import java.util.concurrent.TimeUnit;

/**
 * How long the coordinator rests between two polls. A fixed share of the time since a thread moved last, so that the end of a
 * transition is late by that share at most, however short or long it is; and no less than the poll took, so that looking takes
 * half of a processor at most. Times are those of {@link System#nanoTime}. Not thread-safe.
 */
final class PollPause {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SHARE = 8;
    private static final long LONG_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private int pendingBefore = Integer.MAX_VALUE;
    private long lastProgress;

    /** Threads begin to move, or to move back. */
    void restart(long now) {
        pendingBefore = Integer.MAX_VALUE;
        lastProgress = now;
    }

    /** Whether no thread has moved for so long that it is time to look at virtual threads that run, too: see {@link VirtualStacks}. */
    boolean isLongHeld(long now) {
        return now - lastProgress >= LONG_HELD_NANOS;
    }

    /**
     * The rest after a poll.
     *
     * @param pending threads that hold the transition now
     * @return nanoseconds
     */
    long after(int pending, long pollStarted, long now) {
        if (pending < pendingBefore) {
            lastProgress = now;
        }
        pendingBefore = pending;
        long wanted = Math.max((now - lastProgress) / SHARE, now - pollStarted);
        return Math.min(Math.max(wanted, SHORTEST_NANOS), LONGEST_NANOS);
    }
}
