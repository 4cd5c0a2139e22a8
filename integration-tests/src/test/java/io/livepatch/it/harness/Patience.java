package io.livepatch.it.harness;

import java.time.Duration;

/** For how long a test waits before it gives up. Grows with the number of threads that a run was asked to have. */
public final class Patience {
    /** How many threads the tests of very many have. */
    public static final int VERY_MANY = Integer.getInteger("livepatch.it.virtualThreads", 100_000);

    /** As many as the patience of every other test is enough for. */
    private static final int USUAL = 100_000;

    private Patience() {}

    /** A limit that is enough with as many threads as there usually are. */
    static Duration seconds(long usual) {
        return Duration.ofSeconds(usual * Math.max(1, VERY_MANY / USUAL));
    }
}
