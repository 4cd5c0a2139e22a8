package io.livepatch.transition;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place where one thread stops until another lets it go on. */
final class Pause implements Runnable {
    private static final int LIMIT_S = 30;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    /** The thread stops here. */
    @Override
    public void run() {
        reached.countDown();
        await(go, "let go");
    }

    /** Waits until the thread has come here. */
    void awaitReached() {
        await(reached, "reached");
    }

    void release() {
        go.countDown();
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(LIMIT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a pause was not " + what);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
