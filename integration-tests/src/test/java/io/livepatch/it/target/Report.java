package io.livepatch.it.target;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * What one unit of work saw: every patched method reports its version here, 0 or 1, and all of one unit must be the same. Belongs
 * to one thread, like the random source it draws pauses from.
 */
public final class Report {
    private static final int NONE = -1;
    private final SplittableRandom random;
    private int side = NONE;
    private String violation;

    Report(SplittableRandom random) {
        this.random = random;
    }

    /** Called by every patched method. Returns the version. */
    public int see(int version) {
        if (side == NONE) {
            side = version;
        } else if (side != version && violation == null) {
            StackTraceElement caller = new Throwable().getStackTrace()[1];
            violation = "a unit on side " + side + " saw " + version + " in " + caller + " on "
                    + Thread.currentThread().getName();
        }
        return version;
    }

    /** A random number from 0 up to the bound. */
    public int next(int bound) {
        return random.nextInt(bound);
    }

    /** Lets other threads in now and then, for times from nothing to a few milliseconds. */
    public void pause() {
        switch (random.nextInt(100)) {
            case 0 -> LockSupport.parkNanos(random.nextInt(3_000_000));
            case 1, 2 -> LockSupport.parkNanos(random.nextInt(50_000));
            case 3, 4, 5 -> LockSupport.parkNanos(1);
            case 6, 7 -> spin(random.nextInt(2_000));
            default -> {}
        }
    }

    private static void spin(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    int side() {
        return side;
    }

    /** What was wrong, or null. */
    String violation() {
        return violation;
    }
}
