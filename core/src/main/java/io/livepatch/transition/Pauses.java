package io.livepatch.transition;

import java.util.concurrent.locks.LockSupport;

/** How threads of a transition wait. */
final class Pauses {
    private Pauses() {}

    /**
     * Waits for a time, or until somebody unparks this thread. Some application interrupts every thread it can find: an interrupt that stayed
     * set would end this wait and all later ones at once, and stacks would be looked at without a pause.
     *
     * @param blocker shown in thread dumps
     */
    @SuppressWarnings("ReturnValueIgnored") // called for its effect
    static void park(Object blocker, long nanos) {
        Thread.interrupted();
        LockSupport.parkNanos(blocker, nanos);
    }
}
