package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.it.harness.Bundles;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A JVM in which patches come and go all its life takes up no more than one in which they did so a few times. */
@Execution(ExecutionMode.CONCURRENT)
class ManyRoundsIT {
    /** Until then the JVM itself grows, and so does the history, which has reached its full length after 91 rounds. */
    private static final int SETTLED_AFTER = 150;

    /** There are two of them after that. A leak shows in both, what the JVM does once in one. */
    private static final int INTERVAL = 100;

    /** Bytes for each round that are taken for noise: less than an object with a few fields and what it refers to needs. */
    private static final int HEAP_NOISE = 100;

    /** The same for classes, the smallest of which takes twice as much. */
    private static final int METASPACE_NOISE = 500;

    private static final String SOURCE = """
            package lib;
            public class Worker {
                public static int m() { return VERSION; }
                public static int add(int a, int b) { return a + b + VERSION; }
            }
            """;

    private record Footprint(long heap, long metaspace, int threads) {
        static Footprint of(TargetJvm target) {
            Map<String, String> values = Arrays.stream(target.call("io.livepatch.it.target.Footprint", "measure")
                            .split(";"))
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            return new Footprint(
                    Long.parseLong(values.get("heap")),
                    Long.parseLong(values.get("metaspace")),
                    Integer.parseInt(values.get("threads")));
        }
    }

    @EveryJdk
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // a minute and a half on a busy machine
    void leaveHeapMetaspaceAndThreadsAsTheyWere(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, SOURCE);
        Path fix = Bundles.between(dir, "fix", versions);
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .agent("")
                // exact figures of the heap, and no profiles for the optimizing compiler, which grow for
                // a thousand rounds
                .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .with(versions.v1())
                .start()) {
            new Transcript(target).call("lib.Worker", "m");
            Footprint.of(target); // loads what measuring takes itself
            Operator operator = new Operator(target);
            rounds(SETTLED_AFTER, operator, fix);
            Footprint before = Footprint.of(target);
            rounds(INTERVAL, operator, fix);
            Footprint between = Footprint.of(target);
            rounds(INTERVAL, operator, fix);
            Footprint after = Footprint.of(target);

            String seen = "%s after %d rounds, %s after %d more, %s after as many again"
                    .formatted(before, SETTLED_AFTER, between, INTERVAL, after);
            System.out.println(jdk + ": " + seen);
            assertThat(leastGrowth(Footprint::heap, before, between, after))
                    .as(seen)
                    .isLessThan((long) HEAP_NOISE * INTERVAL);
            assertThat(leastGrowth(Footprint::metaspace, before, between, after))
                    .as(seen)
                    .isLessThan((long) METASPACE_NOISE * INTERVAL);
            assertThat(after.threads()).as(seen).isLessThanOrEqualTo(before.threads() + 3);
            assertThat(target.call("lib.Worker", "m")).isEqualTo("0");
        }
    }

    private static long leastGrowth(
            ToLongFunction<Footprint> bytes, Footprint before, Footprint between, Footprint after) {
        long middle = bytes.applyAsLong(between);
        return Math.min(middle - bytes.applyAsLong(before), bytes.applyAsLong(after) - middle);
    }

    private static void rounds(int count, Operator operator, Path fix) throws IOException {
        for (int i = 0; i < count; i++) {
            round(operator, fix);
        }
    }

    /** A new patch each time: what is kept for each patch goes with it. */
    private static void round(Operator operator, Path fix) throws IOException {
        end(operator, operator.apply(fix));
        end(operator, operator.ask(new Command.Disable("fix")));
        assertThat(operator.ask(new Command.Remove("fix"))).isInstanceOf(Reply.Removed.class);
    }

    private static void end(Operator operator, Reply begun) throws IOException {
        assertThat(begun).isInstanceOf(Reply.Started.class);
        Reply end = operator.await(((Reply.Started) begun).transition());
        assertThat(end).isInstanceOf(Reply.Ended.class);
    }
}
