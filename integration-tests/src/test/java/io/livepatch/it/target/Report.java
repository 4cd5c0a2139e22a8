package io.livepatch.it.target;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * What units of work are handed to say what they are doing: the methods that may be patched tell which of their versions runs. Groups
 * are named by letters, see {@link Trace}. Belongs to one thread, like the random source it draws pauses from.
 */
public final class Report {
    /** Out of so many units one takes its time; the others are over in microseconds. */
    private static final int ONE_LONG_IN = 60;

    private final SplittableRandom random;
    private final Trace trace = new Trace();
    private boolean longUnit;

    Report(SplittableRandom random) {
        this.random = random;
    }

    /** A method of a group was entered, in this version; the answer is for {@link #leave}. */
    public int enter(char group, int version) {
        return trace.enter(group - 'A', version);
    }

    /** It is going to be left. */
    public void leave(int entered) {
        trace.leave(entered);
    }

    /** A method of a group runs in this version, which is returned. */
    public int see(char group, int version) {
        trace.see(group - 'A', version);
        return version;
    }

    /** A random number from 0 up to the bound. */
    public int next(int bound) {
        return random.nextInt(bound);
    }

    /** Lets other threads in now and then, in a long unit for up to a few milliseconds. */
    public void pause() {
        switch (random.nextInt(longUnit ? 20 : 100)) {
            case 0 -> LockSupport.parkNanos(longUnit ? random.nextInt(3_000_000) : 1);
            case 1 -> Thread.onSpinWait();
            case 2, 3 -> spin(random.nextInt(2_000));
            default -> {}
        }
    }

    private static void spin(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    /** The next unit begins. */
    void begin() {
        longUnit = random.nextInt(ONE_LONG_IN) == 0;
    }

    Trace trace() {
        return trace;
    }
}
