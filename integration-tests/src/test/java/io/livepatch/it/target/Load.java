package io.livepatch.it.target;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs units of work on many threads until stopped: long-lived platform and virtual threads, and some whose whole work is to start
 * others that live for a few units only.
 */
final class Load {
    private static final int UNITS_OF_A_SHORT_LIFE = 3;
    private static final int LONGEST_REST_NANOS = 4_000_000;
    private static volatile Load running;

    private final Unit unit;
    private final Tally tally = new Tally();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private Load(Unit unit) {
        this.unit = unit;
    }

    /** Starts the load. */
    static String start(String unitClass, String platform, String virtual, String seed)
            throws ReflectiveOperationException {
        Load load = new Load(Class.forName(unitClass)
                .asSubclass(Unit.class)
                .getDeclaredConstructor()
                .newInstance());
        SplittableRandom random = new SplittableRandom(Long.parseLong(seed));
        for (int i = 0; i < Integer.parseInt(platform); i++) {
            SplittableRandom own = random.split();
            boolean starter = i % 8 == 7;
            Thread thread = new Thread(() -> load.work(own, starter), (starter ? "starter-" : "platform-") + i);
            thread.start();
            load.threads.add(thread);
        }
        for (int i = 0; i < Integer.parseInt(virtual) && VirtualThreads.supported(); i++) {
            SplittableRandom own = random.split();
            load.threads.add(VirtualThreads.start("virtual-" + i, () -> load.work(own, false)));
        }
        running = load;
        return counts();
    }

    /** Units so far. */
    static String counts() {
        return running.tally.toString();
    }

    /** Ends the load and returns the final counts. */
    static String stop() throws InterruptedException {
        running.stopped = true;
        for (Thread thread : running.threads) {
            thread.join();
        }
        return counts();
    }

    private void work(SplittableRandom random, boolean starter) {
        while (!stopped) {
            if (starter) {
                startShortLife(random.split());
            } else {
                runUnit(random);
                rest(random);
            }
        }
    }

    /** Outside units, so that a few cores are enough for all threads and for whoever gives commands. */
    private static void rest(SplittableRandom random) {
        if (random.nextBoolean()) {
            LockSupport.parkNanos(random.nextInt(LONGEST_REST_NANOS));
        }
    }

    private void startShortLife(SplittableRandom random) {
        Runnable life = () -> {
            for (int i = 0; i < UNITS_OF_A_SHORT_LIFE; i++) {
                runUnit(random);
            }
        };
        try {
            Thread thread;
            if (VirtualThreads.supported() && random.nextBoolean()) {
                thread = VirtualThreads.start("short-lived virtual", life);
            } else {
                thread = new Thread(life, "short-lived");
                thread.start();
            }
            thread.join();
        } catch (ReflectiveOperationException | InterruptedException e) {
            tally.failed(e);
        }
    }

    private void runUnit(SplittableRandom random) {
        Report report = new Report(random);
        try {
            unit.run(report);
        } catch (Throwable e) { // also a VerifyError or a stack overflow caused by weaving: all are findings
            tally.failed(e);
        }
        tally.count(report);
    }
}
