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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A JVM in which patches come and go all its life takes up no more than one in which they did so a few times. */
@Execution(ExecutionMode.CONCURRENT)
class ThousandRoundsIT {
    /** Until then the JVM itself grows: caches, profiles, compiled code, and the history, which is kept to a length. */
    private static final int SETTLED_AFTER = 400;

    private static final int ROUNDS = 1_000;

    /** Bytes for each round that are taken for noise: less than an object with a few fields and what it refers to needs. */
    private static final int HEAP_NOISE = 100;

    /** The same for classes, the smallest of which takes twice as much. Profiles of methods that become hot take up to half. */
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
    @Timeout(value = 20, unit = TimeUnit.MINUTES) // under a minute on a machine that does nothing else
    void leaveHeapMetaspaceAndThreadsAsTheyWere(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, SOURCE);
        Path fix = Bundles.between(dir, "fix", versions);
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .agent("")
                .options("-XX:+UseSerialGC")
                .with(versions.v1())
                .start()) {
            new Transcript(target).call("lib.Worker", "m");
            Operator operator = new Operator(target);
            for (int i = 0; i < SETTLED_AFTER; i++) {
                round(operator, fix);
            }
            Footprint before = Footprint.of(target);
            for (int i = SETTLED_AFTER; i < ROUNDS; i++) {
                round(operator, fix);
            }
            Footprint after = Footprint.of(target);

            String seen = before + " after " + SETTLED_AFTER + " rounds, " + after + " after " + ROUNDS;
            System.out.println(jdk + ": " + seen);
            int rounds = ROUNDS - SETTLED_AFTER;
            assertThat(after.heap() - before.heap()).as(seen).isLessThan((long) HEAP_NOISE * rounds);
            assertThat(after.metaspace() - before.metaspace()).as(seen).isLessThan((long) METASPACE_NOISE * rounds);
            assertThat(after.threads()).as(seen).isLessThanOrEqualTo(before.threads() + 3);
            assertThat(target.call("lib.Worker", "m")).isEqualTo("0");
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
