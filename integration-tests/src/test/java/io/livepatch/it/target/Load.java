package io.livepatch.it.target;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs units of work on many threads until stopped: long-lived platform and virtual threads, some whose whole work is to start
 * others that live for a few units only, and some that let the code be defined by one new loader after the other.
 */
final class Load {
    private static final int UNITS_OF_A_SHORT_LIFE = 3;
    private static final int UNITS_IN_A_COPY = 40;
    private static final int UNITS_IN_A_STORM = 5;
    private static final int STORMED_BETWEEN_COLLECTIONS = 4;
    private static final int COPIES_BETWEEN_COLLECTIONS = 2;
    private static final long LONGEST_REST_NANOS = 20_000_000;
    private static final long REST_BETWEEN_COPIES_NANOS = 600_000_000;
    private static volatile Load running;

    private final Tally tally = new Tally();
    private final List<Thread> threads = new ArrayList<>();
    private final KeptCopies kept = new KeptCopies();
    private volatile boolean stopped;

    private Load() {}

    /** What one thread does until it is told to stop, or for its short life. */
    private interface Work {
        void run(Load load, SplittableRandom random) throws ReflectiveOperationException, InterruptedException;
    }

    /** Starts the load. */
    static String start(String unitClass, String platform, String virtual, String seed)
            throws ReflectiveOperationException {
        Load load = new Load();
        SplittableRandom random = new SplittableRandom(Long.parseLong(seed));
        Unit unit = unit(unitClass, Load.class.getClassLoader());
        for (int i = 0; i < Integer.parseInt(platform); i++) {
            boolean starter = i % 8 == 7;
            Work work = starter ? (l, r) -> l.startShortLives(unit, r) : (l, r) -> l.runUnits(unit, r);
            load.add(false, (starter ? "starter-" : "platform-") + i, work, random.split());
        }
        for (int i = 0; i < Integer.parseInt(virtual) && VirtualThreads.supported(); i++) {
            load.add(true, "virtual-" + i, (l, r) -> l.runUnits(unit, r), random.split());
        }
        running = load;
        return counts();
    }

    /** Adds a thread that has the code defined again and again, from a directory of class files. */
    static String startCopies(String unitClass, String directory, String seed) throws ReflectiveOperationException {
        CopyLoader.Source source = CopyLoader.Source.of(directory);
        running.add(
                false,
                "copier",
                (load, random) -> load.makeCopies(unitClass, source, random),
                new SplittableRandom(Long.parseLong(seed)));
        return counts();
    }

    /** Adds threads that have the code defined by new loaders all the time; every second one is virtual, where there are such. */
    static String startStorm(String unitClass, String directory, String threads, String seed)
            throws ReflectiveOperationException {
        CopyLoader.Source source = CopyLoader.Source.of(directory);
        SplittableRandom random = new SplittableRandom(Long.parseLong(seed));
        for (int i = 0; i < Integer.parseInt(threads); i++) {
            String name = "storm-" + i;
            boolean virtual = VirtualThreads.supported() && i % 2 == 1;
            running.add(virtual, name, (load, own) -> load.storm(unitClass, source, name, own), random.split());
        }
        return counts();
    }

    /** Runs some units in the latest loaders of the storm, see {@link KeptCopies#visit}. */
    static String visitCopies() {
        return running.kept.visit(new SplittableRandom());
    }

    /** Units so far; what threads saw of transitions is counted when they end. */
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

    private static Unit unit(String unitClass, ClassLoader loader) throws ReflectiveOperationException {
        return Class.forName(unitClass, true, loader)
                .asSubclass(Unit.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    private void add(boolean virtual, String name, Work work, SplittableRandom random)
            throws ReflectiveOperationException {
        threads.add(launch(virtual, name, work, random));
    }

    private Thread launch(boolean virtual, String name, Work work, SplittableRandom random)
            throws ReflectiveOperationException {
        Runnable body = () -> {
            try {
                work.run(this, random);
            } catch (ReflectiveOperationException | InterruptedException | RuntimeException e) {
                tally.failed(e);
            }
        };
        if (virtual) {
            return VirtualThreads.start(name, body);
        }
        Thread thread = new Thread(body, name);
        thread.start();
        return thread;
    }

    private void runUnits(Unit unit, SplittableRandom random) {
        Report report = new Report(random);
        while (!stopped) {
            runUnit(unit, "app", report);
            rest(random);
        }
        tally.countLife(report.trace());
    }

    /** Outside units, so that a few cores are enough for all threads and for whoever gives commands. */
    private static void rest(SplittableRandom random) {
        LockSupport.parkNanos(random.nextLong(LONGEST_REST_NANOS));
    }

    private void startShortLives(Unit unit, SplittableRandom random)
            throws ReflectiveOperationException, InterruptedException {
        while (!stopped) {
            boolean virtual = VirtualThreads.supported() && random.nextBoolean();
            Work life = (load, own) -> load.live(unit, "app", UNITS_OF_A_SHORT_LIFE, own);
            launch(virtual, "short-lived", life, random.split()).join();
            rest(random);
        }
    }

    private void makeCopies(String unitClass, CopyLoader.Source source, SplittableRandom random)
            throws ReflectiveOperationException, InterruptedException {
        for (int i = 0; !stopped; i++) {
            String name = "copy-" + i;
            boolean virtual = VirtualThreads.supported() && random.nextBoolean();
            Work life =
                    (load, own) -> load.live(unit(unitClass, new CopyLoader(name, source)), name, UNITS_IN_A_COPY, own);
            Thread first = launch(virtual, "in " + name, life, random.split());
            first.join();
            tally.countCopy();
            if (i % COPIES_BETWEEN_COLLECTIONS == 0) {
                System.gc(); // else hundreds of dead loaders would be patched as well
            }
            LockSupport.parkNanos(random.nextLong(REST_BETWEEN_COPIES_NANOS));
        }
    }

    private void storm(String unitClass, CopyLoader.Source source, String name, SplittableRandom random)
            throws ReflectiveOperationException {
        for (int i = 0; !stopped; i++) {
            String loader = name + "-" + i;
            Unit unit = unit(unitClass, new CopyLoader(loader, source));
            live(unit, loader, UNITS_IN_A_STORM, random);
            kept.add(loader, unit);
            tally.countCopy();
            if (i % STORMED_BETWEEN_COLLECTIONS == 0) {
                System.gc(); // as in makeCopies
            }
            rest(random); // else virtual threads of the storm would keep others from ever being mounted
        }
    }

    private void live(Unit unit, String loader, int units, SplittableRandom random) {
        Report report = new Report(random);
        for (int i = 0; i < units; i++) {
            runUnit(unit, loader, report);
        }
        tally.countLife(report.trace());
    }

    private void runUnit(Unit unit, String loader, Report report) {
        report.begin();
        try {
            unit.run(report);
        } catch (Throwable e) { // also a VerifyError or a stack overflow caused by weaving: all are findings
            tally.failed(e);
        }
        tally.count(report.trace(), loader);
    }
}
