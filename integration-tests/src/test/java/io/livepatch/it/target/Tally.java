package io.livepatch.it.target;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts units of work, for all threads. */
final class Tally {
    private static final int KEPT = 5;
    private final LongAdder oldUnits = new LongAdder();
    private final LongAdder newUnits = new LongAdder();
    private final AtomicInteger violations = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();

    void count(Report report) {
        if (report.violation() != null) {
            keep(violations, report.violation());
        } else if (report.side() == 0) {
            oldUnits.increment();
        } else {
            newUnits.increment();
        }
    }

    /** A unit threw what it should not. */
    void failed(Throwable cause) {
        keep(failures, cause.toString());
    }

    private void keep(AtomicInteger counter, String text) {
        if (counter.incrementAndGet() <= KEPT) {
            texts.add(text);
        }
    }

    /** As {@code key=value} pairs and the first few texts. */
    @Override
    public String toString() {
        return "old=" + oldUnits + ";new=" + newUnits + ";violations=" + violations + ";failures=" + failures
                + ";texts=" + texts;
    }
}
