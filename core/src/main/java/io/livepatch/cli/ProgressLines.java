package io.livepatch.cli;

import io.livepatch.control.TransitionView;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** For where no bar can be drawn: a line when something has changed, at most one a second. */
final class ProgressLines implements ProgressDisplay {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private String last = "";
    private long lastAt;

    ProgressLines(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    @Override
    public void show(TransitionView transition) {
        if (last.isEmpty() && transition.threads().pending() == 0) {
            // as good as done, and what came of it is said in the end
            return;
        }
        String line = line(transition);
        long now = nanoTime.getAsLong();
        if (line.equals(last) || (!last.isEmpty() && now - lastAt < INTERVAL_NANOS)) {
            return;
        }
        err.println(line);
        last = line;
        lastAt = now;
    }

    private static String line(TransitionView transition) {
        TransitionView.ThreadCount threads = transition.threads();
        String moved = transition.patch() + " (" + transition.direction().name().toLowerCase(Locale.ROOT) + "): "
                + threads.done() + " of " + Text.count(threads.total(), "thread") + " moved";
        String worst = ProgressDisplay.worst(transition.blockers());
        return worst.isEmpty() ? moved : moved + ", waiting for " + worst;
    }
}
