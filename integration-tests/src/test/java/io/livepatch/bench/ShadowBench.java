package io.livepatch.bench;

import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link ShadowBenchmark} and prints one table. */
public final class ShadowBench {
    private ShadowBench() {}

    public static void main(String[] arguments) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(ShadowBenchmark.class.getName() + "\\..*")
                .forks(Integer.getInteger("livepatch.bench.forks", 2))
                .warmupTime(TimeValue.milliseconds(Integer.getInteger("livepatch.bench.iteration.ms", 1_000)))
                .measurementTime(TimeValue.milliseconds(Integer.getInteger("livepatch.bench.iteration.ms", 1_000)))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/jdk.internal.reflect=ALL-UNNAMED")
                .build();
        StringBuilder table = new StringBuilder();
        line(table, "JDK " + Runtime.version().feature(), "objects", "ns a read", "error", "allocated");
        line(table, "---", "---:", "---:", "---:", "---:");
        for (RunResult each : new Runner(options).run()) {
            boolean added = each.getPrimaryResult().getLabel().equals("added");
            line(
                    table,
                    added ? "added field" : "own field",
                    each.getParams().getParam("objects"),
                    String.format(Locale.ROOT, "%.2f", each.getPrimaryResult().getScore()),
                    String.format(Locale.ROOT, "%.2f", each.getPrimaryResult().getScoreError()),
                    String.format(
                            Locale.ROOT,
                            "%.3f B",
                            each.getSecondaryResults().get("gc.alloc.rate.norm").getScore()));
        }
        System.out.println(table);
    }

    private static void line(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
