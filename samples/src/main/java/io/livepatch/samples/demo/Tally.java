package io.livepatch.samples.demo;

import io.livepatch.samples.service.Rule;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts the answers of one phase of the demo. Thread-safe. */
final class Tally {
    /** Names the columns of {@link #row()}. */
    static final String HEADER = "%-32s %8s %9s %9s %6s %7s"
            .formatted("requests that began", "answers", "old code", "new code", "mixed", "failed");

    private final String phase;
    private final LongAdder vulnerable = new LongAdder();
    private final LongAdder fixed = new LongAdder();
    private final LongAdder mixed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<String> firstBad = new AtomicReference<>();

    Tally(String phase) {
        this.phase = phase;
    }

    void add(Answer answer) {
        if (answer.failed()) {
            addFailure(answer.toString());
        } else if (answer.rule().isEmpty()) {
            mixed.increment();
            firstBad.compareAndSet(null, answer.toString());
        } else {
            (answer.rule().get() == Rule.FIXED ? fixed : vulnerable).increment();
        }
    }

    /** Counts a request that got no proper answer. */
    void addFailure(String why) {
        failed.increment();
        firstBad.compareAndSet(null, why);
    }

    long answers() {
        return vulnerable.sum() + fixed.sum() + mixed.sum() + failed.sum();
    }

    /** Throws if a request failed or was answered by old and new code together. */
    void checkSound() throws CheckFailed {
        CheckFailed.unless(
                failed.sum() == 0 && mixed.sum() == 0,
                phase + ": no request failed, no answer mixed",
                failed + " failed, " + mixed + " mixed, first: " + firstBad);
    }

    /** Throws unless all answers followed this rule. */
    void checkAll(Rule rule) throws CheckFailed {
        checkSound();
        long other = (rule == Rule.FIXED ? vulnerable : fixed).sum();
        CheckFailed.unless(other == 0, phase + ": every answer by the rule " + rule, other + " by the other");
    }

    String row() {
        return "%-32s %,8d %,9d %,9d %,6d %,7d"
                .formatted(phase, answers(), vulnerable.sum(), fixed.sum(), mixed.sum(), failed.sum());
    }
}
