package io.livepatch.bench;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Applies a patch among ever more idle threads and prints one table. In one JVM, round by round: a dump of all stacks, two plain
 * redefinitions of the same classes, the apply, the disable. Arguments: a directory for scratch files, and which populations
 * ({@code platform:1000}, {@code virtual:100000}).
 */
public final class ScaleBench {
    private static final String PATCH = "scale";
    private static final int MANY = 500_000;

    private final Jdk jdk =
            new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().toString());
    private final Path work;
    private final Versions versions;
    private final Path bundle;

    private ScaleBench(Path work) {
        this.work = work;
        versions = ManyClasses.versions(work);
        bundle = Livepatch.build(versions, work.resolve(PATCH + ".jar"));
    }

    public static void main(String[] arguments) throws IOException {
        ScaleBench bench = new ScaleBench(Path.of(arguments[0]));
        line(
                "JDK " + Runtime.version().feature() + ", idle threads",
                "dump",
                "one redefinition",
                "transition",
                "ratio",
                "apply",
                "stop, redefinition",
                "stop, apply",
                "ratio",
                "first apply");
        line("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        for (String population : List.of(arguments).subList(1, arguments.length)) {
            int colon = population.indexOf(':');
            bench.measure(population.substring(0, colon), Integer.parseInt(population.substring(colon + 1)));
        }
    }

    private void measure(String kind, int count) throws IOException {
        Path directory = Files.createDirectories(work.resolve(kind + count));
        Path log = directory.resolve("safepoints.log");
        try (TargetJvm target = TargetJvm.on(jdk, directory)
                .with(versions.v1())
                .options(count >= MANY ? "-Xmx5g" : "-Xmx1g", SafepointLog.option(log))
                .testAgent()
                .agent("")
                .start()) {
            target.call(Idle.class.getName(), kind, Integer.toString(count));
            for (String name : ManyClasses.names()) {
                target.call(name, "checked", "word");
            }
            // waits for the agent to listen, and has it make its tools
            new Livepatch(jdk).status(target);
            Operator operator = new Operator(target);
            SafepointLog stops = new SafepointLog(log);
            Round first = round(target, operator, stops);
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < (count >= MANY ? 3 : 7); i++) {
                rounds.add(round(target, operator, stops));
            }
            print(String.format(Locale.ROOT, "%,d %s", count, kind), rounds, first);
        }
    }

    private Round round(TargetJvm target, Operator operator, SafepointLog stops) throws IOException {
        double dump = millis(target.call(Idle.class.getName(), "dump"));
        stops.longest();
        String v1 = versions.v1().toString();
        double redefinitions = millis(target.call(Idle.class.getName(), "redefine", v1))
                + millis(target.call(Idle.class.getName(), "redefine", v1));
        long plainStop = stops.longest();
        long start = System.nanoTime();
        Reply.Started applied = expect(Reply.Started.class, operator.apply(bundle));
        Reply.Ended ended = expect(Reply.Ended.class, operator.await(applied.transition()));
        double apply = (System.nanoTime() - start) / 1e6;
        long stop = stops.longest();
        Reply.Started disabled = expect(Reply.Started.class, operator.ask(new Command.Disable(PATCH)));
        expect(Reply.Ended.class, operator.await(disabled.transition()));
        return new Round(dump, redefinitions / 2, ended.elapsedMs(), apply, plainStop / 1e6, stop / 1e6);
    }

    private static double millis(String nanos) {
        return Long.parseLong(nanos) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private static <T> T expect(Class<T> type, Reply reply) {
        if (!type.isInstance(reply)) {
            throw new IllegalStateException("expected " + type.getSimpleName() + ", got " + reply);
        }
        return type.cast(reply);
    }

    private static void print(String population, List<Round> rounds, Round first) {
        line(
                population,
                median(rounds, Round::dump),
                median(rounds, Round::redefinition),
                median(rounds, Round::transition),
                median(rounds, Round::transitionRatio),
                median(rounds, Round::apply),
                median(rounds, Round::plainStop),
                median(rounds, Round::stop),
                median(rounds, Round::stopRatio),
                String.format(Locale.ROOT, "%.1f", first.apply()));
    }

    private static String median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double value = Round.median(rounds, figure);
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    private static void line(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
