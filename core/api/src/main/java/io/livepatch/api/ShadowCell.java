package io.livepatch.api;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The place of one value, from the moment in which a thread sets about making it. Thread-safe. */
final class ShadowCell {
    /** Whoever waits looks for himself this often, should the maker have been too short of stack to wake him. */
    private static final long LOOK_MS = 100;

    /**
     * A {@link Construction} at first, then the value, or null if there will be none. Written by the thread that made this, in
     * {@link ShadowTable#make}.
     */
    volatile Object content = new Construction();

    private static final class Construction extends CountDownLatch {
        private final Thread maker = Thread.currentThread();

        Construction() {
            super(1);
        }
    }

    /** The value; null if there is none, or none yet. */
    Object value() {
        Object now = content;
        return now instanceof Construction ? null : now;
    }

    /** Wakes those who wait, as the content has come in the place of the construction. */
    static void wake(Object construction) {
        ((Construction) construction).countDown();
    }

    /**
     * Waits until the construction has ended. Is not interrupted by an interrupt, but keeps it.
     *
     * @return the value, null if the constructor failed
     * @throws IllegalStateException if it is this thread that makes it
     */
    Object await(Object object, String id) {
        Object now = content;
        if (now instanceof Construction) {
            Construction construction = (Construction) now;
            if (construction.maker == Thread.currentThread()) {
                throw new IllegalStateException("the constructor of the shadow variable " + id + " of a "
                        + object.getClass().getName()
                        + " asks for that very variable, which is only there once the constructor has returned");
            }
            awaitContent(construction);
        }
        return value();
    }

    private void awaitContent(Construction construction) {
        boolean interrupted = false;
        while (content == construction) {
            try {
                if (construction.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
