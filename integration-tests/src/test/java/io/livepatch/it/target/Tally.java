package io.livepatch.it.target;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts units of work and what was wrong with them, for all threads. */
final class Tally {
    private static final int KEPT = 10;

    private final LongAdder units = new LongAdder();
    private final LongAdder seenBefore = new LongAdder();
    private final LongAdder seenAfter = new LongAdder();
    private final LongAdder lives = new LongAdder();
    private final LongAdder copies = new LongAdder();
    private final ConcurrentMap<String, Integer> violations = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();

    /** A unit is over, in the code of the loader so named. */
    void count(Trace trace, String loader) {
        units.increment();
        String violation = trace.takeViolation();
        if (violation != null) {
            violations.merge(loader, 1, Integer::sum);
            keep(loader + ": " + violation);
        }
        if (!trace.isOutside()) {
            failed(new IllegalStateException("a unit has left frames behind"));
        }
    }

    /** A thread that ran units has ended. */
    void countLife(Trace trace) {
        lives.increment();
        seenBefore.add(trace.seenBefore());
        seenAfter.add(trace.seenAfter());
    }

    /** Another loader has defined the code. */
    void countCopy() {
        copies.increment();
    }

    /** A unit threw what it should not. */
    void failed(Throwable cause) {
        failures.incrementAndGet();
        keep(cause.toString());
    }

    private void keep(String text) {
        if (texts.size() < KEPT) {
            texts.add(text);
        }
    }

    /** As {@code key=value} pairs and the first few texts. */
    @Override
    public String toString() {
        Map<String, Integer> sorted = new TreeMap<>(violations);
        return "units=" + units + ";before=" + seenBefore + ";after=" + seenAfter + ";lives=" + lives + ";copies="
                + copies + ";failures=" + failures + ";violations=" + sorted + ";texts=" + texts;
    }
}
