package io.livepatch.it.target;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Named points at which code under test announces itself and waits until the test lets it go. */
public final class Gates {
    private static final ConcurrentMap<String, Gate> GATES = new ConcurrentHashMap<>();

    private Gates() {}

    private record Gate(CountDownLatch entered, CountDownLatch released) {}

    private static Gate gate(String name) {
        return GATES.computeIfAbsent(name, n -> new Gate(new CountDownLatch(1), new CountDownLatch(1)));
    }

    /** Called by code under test: says that it is here, and waits for {@link #release}. An open gate lets pass at once. */
    public static void pass(String name) {
        Gate gate = gate(name);
        gate.entered.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                gate.released.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a thread is at the gate, or was. */
    static boolean awaitEntered(String name, long seconds) throws InterruptedException {
        return gate(name).entered.await(seconds, TimeUnit.SECONDS);
    }

    /** Opens the gate for good. */
    static String release(String name) {
        gate(name).released.countDown();
        return name;
    }
}
