package io.livepatch.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A point in time after which a command stops to wait. */
final class Deadline {
    /** For whoever waits without limit: over after 292 years. */
    static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    private final long start = System.nanoTime();
    private final long lengthNanos;

    private Deadline(long lengthNanos) {
        this.lengthNanos = lengthNanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? time.toNanos() : Long.MAX_VALUE);
    }

    /** Nanoseconds left, 0 if it is over. */
    long remainingNanos() {
        return Math.max(0, lengthNanos - (System.nanoTime() - start));
    }

    boolean isOver() {
        return remainingNanos() == 0;
    }

    /** The sooner of this one and a time from now. */
    long remainingNanos(long atMost, TimeUnit unit) {
        return Math.min(remainingNanos(), unit.toNanos(atMost));
    }
}
