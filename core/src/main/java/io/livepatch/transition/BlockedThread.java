package io.livepatch.transition;

/**
 * A thread that could not be moved when it was looked at last.
 *
 * @param verdict {@link StackVerdict.Blocked} or {@link StackVerdict.Unreliable}
 * @param sinceNanos the {@link System#nanoTime} of the first of the looks in a row, in one generation, that found it so, for a
 *     reason of the same kind
 */
public record BlockedThread(Thread thread, StackVerdict verdict, long sinceNanos) {
    /** Seen for the first time. */
    BlockedThread(Thread thread, StackVerdict verdict) {
        this(thread, verdict, System.nanoTime());
    }

    /** Seen again after a look that said the other; null if there was none. */
    BlockedThread after(BlockedThread before) {
        boolean goesOn = before != null && before.verdict().getClass() == verdict.getClass();
        return goesOn ? new BlockedThread(thread, verdict, before.sinceNanos()) : this;
    }
}
