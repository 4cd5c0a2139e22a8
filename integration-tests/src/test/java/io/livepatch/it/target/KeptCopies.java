package io.livepatch.it.target;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** The latest loaders of a storm of class loading, each with its code, so that it can be run again later. Thread-safe. */
final class KeptCopies {
    private static final int KEPT = 12;
    private static final int UNITS = 10;

    private final Deque<Copy> latest = new ArrayDeque<>();

    private record Copy(String loader, Unit unit) {}

    synchronized void add(String loader, Unit unit) {
        latest.addLast(new Copy(loader, unit));
        if (latest.size() > KEPT) {
            latest.removeFirst();
        }
    }

    private synchronized List<Copy> all() {
        return List.copyOf(latest);
    }

    /**
     * Runs some units in each of the loaders, and says which of these saw what is not allowed.
     *
     * @return how many loaders these were, and the names of those where something was wrong
     */
    String visit(SplittableRandom random) {
        List<Copy> visited = all();
        List<String> wrong = new ArrayList<>();
        for (Copy each : visited) {
            Report report = new Report(random);
            for (int i = 0; i < UNITS; i++) {
                report.begin();
                each.unit().run(report);
            }
            if (report.trace().takeViolation() != null) {
                wrong.add(each.loader());
            }
        }
        return visited.size() + ";" + String.join(",", wrong);
    }
}
