package io.livepatch.bench;

import io.livepatch.it.harness.Livepatch;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link GateBenchmark} for every standing and prints one table. Argument: a directory for scratch files. */
public final class GateBench {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Path work;
    private final int forks = Integer.getInteger("livepatch.bench.forks", 2);
    private final long iterationMs = Integer.getInteger("livepatch.bench.iteration.ms", 1_000);

    private GateBench(Path work) {
        this.work = work;
    }

    /** What one operation takes, in nanoseconds and bytes. */
    private record Cost(double nanos, double error, double bytes) {}

    public static void main(String[] arguments) throws RunnerException {
        new GateBench(Path.of(arguments[0])).run();
    }

    private void run() throws RunnerException {
        Cost plain = measure(Standing.UNPATCHED, "call");
        Cost local = measure(Standing.UNPATCHED, "threadLocal");
        double unit = local.nanos() - plain.nanos();
        StringBuilder table = new StringBuilder();
        line(
                table,
                "JDK " + Runtime.version().feature(),
                "ns a call",
                "error",
                "over the plain call",
                "of `get()`",
                "goal",
                "allocated");
        line(table, "---", "---:", "---:", "---:", "---:", "---:", "---:");
        row(table, "plain call", plain, plain, unit, "");
        row(table, "plain call and `ThreadLocal.get()`", local, plain, unit, "");
        row(table, "gate, thread without record", measure(Standing.NO_RECORD, "call"), plain, unit, "1.5");
        row(table, "gate, moved thread", measure(Standing.MOVED, "call"), plain, unit, "1.5");
        row(table, "gate, unmoved thread", measure(Standing.UNMOVED, "call"), plain, unit, "2.0, under 10 ns");
        row(table, "settled", measure(Standing.SETTLED, "call"), plain, unit, "");
        System.out.println(table);
    }

    private static void row(StringBuilder table, String what, Cost cost, Cost plain, double unit, String goal) {
        double over = cost.nanos() - plain.nanos();
        line(
                table,
                what,
                String.format(Locale.ROOT, "%.2f", cost.nanos()),
                String.format(Locale.ROOT, "%.2f", cost.error()),
                String.format(Locale.ROOT, "%.2f", over),
                String.format(Locale.ROOT, "%.2f", over / unit),
                goal,
                String.format(Locale.ROOT, "%.3f B", cost.bytes()));
    }

    private static void line(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private Cost measure(Standing standing, String method) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(GateBenchmark.class.getName() + "\\." + method + "$")
                .forks(forks)
                .warmupTime(TimeValue.milliseconds(iterationMs))
                .measurementTime(TimeValue.milliseconds(iterationMs))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(
                        "-javaagent:" + Livepatch.jar(),
                        "-Djmh.executor=CUSTOM",
                        "-Djmh.executor.class=" + StandingThreads.class.getName(),
                        "-Dlivepatch.jar=" + Livepatch.jar(),
                        "-Dlivepatch.bench.work=" + work,
                        "-D" + Standing.PROPERTY + "=" + standing)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        RunResult result = results.iterator().next();
        Result<?> primary = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new Cost(primary.getScore(), primary.getScoreError(), allocated.getScore());
    }
}
