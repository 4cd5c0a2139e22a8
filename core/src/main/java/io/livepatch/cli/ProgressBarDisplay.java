package io.livepatch.cli;

import io.livepatch.control.TransitionView;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** A bar of moved threads with the worst blockers beside it. */
final class ProgressBarDisplay implements ProgressDisplay {
    private final PrintStream err;
    private ProgressBar bar;

    ProgressBarDisplay(PrintStream err) {
        this.err = err;
    }

    @Override
    public void show(TransitionView transition) {
        TransitionView.ThreadCount threads = transition.threads();
        if (bar == null) {
            String direction = transition.direction().name().toLowerCase(Locale.ROOT);
            bar = Bars.of(transition.patch() + " (" + direction + ")", threads.total(), err);
        }
        bar.maxHint(threads.total());
        bar.stepTo(threads.done());
        bar.setExtraMessage(ProgressDisplay.worst(transition.blockers()));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
