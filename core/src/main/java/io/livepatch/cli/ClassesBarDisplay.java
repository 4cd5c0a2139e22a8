package io.livepatch.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;

/** A bar of compared classes, which comes when a build takes long enough to look at one. */
final class ClassesBarDisplay implements ClassesBar {
    private final PrintStream err;
    private ProgressBar bar;

    ClassesBarDisplay(PrintStream err) {
        this.err = err;
    }

    @Override
    public void compared(int done, int total) {
        if (bar == null) {
            bar = Bars.of("comparing classes", total, err);
        }
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
