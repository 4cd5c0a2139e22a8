package io.livepatch.samples.service;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;

/** A session store that does not answer until it is told to: a request that takes as long as one likes. Thread-safe. */
final class SlowLane implements Runnable {
    private final Set<String> held = new ConcurrentSkipListSet<>();
    private final CountDownLatch released = new CountDownLatch(1);

    /** Waits for {@link #release()}; returns at once when that was before. */
    @Override
    public void run() {
        String thread = Thread.currentThread().getName();
        held.add(thread);
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            held.remove(thread);
        }
    }

    /** Names of the threads that wait. */
    List<String> heldThreads() {
        return List.copyOf(held);
    }

    /** Lets all go, and whoever comes later. */
    void release() {
        released.countDown();
    }
}
