package io.livepatch.api;

import java.util.concurrent.CountDownLatch;

/** The place of one value, from the moment in which a thread sets about making it. Thread-safe. */
final class ShadowCell {
    /** A {@link Construction} at first, then the value, or null if there will be none. */
    private volatile Object content = new Construction();

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

    /**
     * Ends the construction. Called once, by the thread that made this.
     *
     * @param value null if the constructor failed
     */
    void settle(Object value) {
        Construction construction = (Construction) content;
        content = value;
        construction.countDown();
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
            await(construction);
        }
        return value();
    }

    private static void await(Construction construction) {
        boolean interrupted = false;
        while (true) {
            try {
                construction.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
