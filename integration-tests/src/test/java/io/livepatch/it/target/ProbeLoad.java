package io.livepatch.it.target;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that use a library through a probe of the corpus without a rest: {@code vulnerable()}, whose answers are counted, and
 * {@code ordinary()}, which throws where the library's normal use goes wrong. A call counts for the phase in which it began, which the
 * test names. Whatever a probe throws is a failure: the answer of a library that is whole is true or false.
 */
public final class ProbeLoad {
    private static volatile Phase phase = new Phase();
    private static final ConcurrentMap<String, Phase> PHASES = new ConcurrentHashMap<>();
    private static final List<Thread> THREADS = new ArrayList<>();
    private static volatile boolean ended;

    private ProbeLoad() {}

    /** What the calls that began in one phase came to. */
    private static final class Phase {
        final LongAdder vulnerable = new LongAdder();
        final LongAdder fixed = new LongAdder();
        final LongAdder failures = new LongAdder();
        final AtomicReference<String> firstFailure = new AtomicReference<>("");
        /** Threads that ended a round that they began in this phase, each with the number of them. */
        final ConcurrentMap<Thread, Integer> rounds = new ConcurrentHashMap<>();
    }

    static String start(String probe, String threads) throws ReflectiveOperationException {
        Class<?> type = Class.forName(probe);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle vulnerable = lookup.findStatic(type, "vulnerable", MethodType.methodType(boolean.class));
        MethodHandle ordinary = lookup.findStatic(type, "ordinary", MethodType.methodType(void.class));
        for (int i = 0; i < Integer.parseInt(threads); i++) {
            Thread thread = new Thread(() -> run(vulnerable, ordinary), "probe-" + i);
            THREADS.add(thread);
            thread.start();
        }
        return threads;
    }

    /** Begins a phase. */
    static String enter(String name) {
        phase = PHASES.computeIfAbsent(name, each -> new Phase());
        return name;
    }

    /** VULNERABLE FIXED FAILURES LEAST-ROUNDS-OF-A-THREAD FIRST-FAILURE, for the calls that began in a phase. */
    static String counts(String name) {
        Phase asked = PHASES.get(name);
        int least = THREADS.stream()
                .mapToInt(thread -> asked.rounds.getOrDefault(thread, 0))
                .min()
                .orElse(0);
        return asked.vulnerable + " " + asked.fixed + " " + asked.failures + " " + least + " "
                + asked.firstFailure.get();
    }

    /** Has the threads end, and waits for it. */
    static String stop() throws InterruptedException {
        ended = true;
        for (Thread thread : THREADS) {
            thread.join();
        }
        return "stopped";
    }

    private static void run(MethodHandle vulnerable, MethodHandle ordinary) {
        while (!ended) {
            Phase current = phase;
            try {
                ((boolean) vulnerable.invokeExact() ? current.vulnerable : current.fixed).increment();
                ordinary.invokeExact();
            } catch (Throwable e) { // a library that a patch broke can throw anything
                current.firstFailure.compareAndSet("", Failure.describe(e));
                current.failures.increment();
            }
            current.rounds.merge(Thread.currentThread(), 1, Integer::sum);
        }
    }
}
