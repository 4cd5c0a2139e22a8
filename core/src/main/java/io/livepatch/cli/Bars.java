package io.livepatch.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How all our bars look: plain characters, no estimate, gone in the end. */
final class Bars {
    private static final int UPDATE_MILLIS = 100;

    private Bars() {}

    static ProgressBar of(String title, long max, PrintStream err) {
        return new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .hideEta()
                .continuousUpdate()
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .clearDisplayOnFinish()
                .build();
    }
}
