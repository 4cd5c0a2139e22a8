package io.livepatch.it.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import io.livepatch.it.random.RandomOperations.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever an operator does, in whatever order, with several patches of one program: from entering its outermost frame of the
 * methods that a transition changes until leaving it a thread sees one side of that transition only, no transition ends before every
 * thread is on the side where it ends, and the status is what the commands should have led to. The system
 * properties {@code livepatch.it.seed} and {@code livepatch.it.transitions} repeat a run or make it longer.
 *
 * <p>What is checked, and why no more than that is promised, is said at {@code io.livepatch.it.target.Trace}.
 * {@code PlainRedefinitionMixesVersionsIT} is the control.
 */
@Execution(ExecutionMode.CONCURRENT)
class RandomOperationsIT {
    private static final int TRANSITIONS = Integer.getInteger("livepatch.it.transitions", 2_000);
    /**
     * The optimising compiler would spend both processors of a small machine on code that the next transition throws away, so that a
     * run of this many transitions goes without it unless {@code livepatch.it.c2} is set.
     */
    private static final String COMPILERS =
            Boolean.getBoolean("livepatch.it.c2") ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";
    /** Of each kind of operation there is at least one in so many transitions. */
    private static final int RAREST = 200;

    @EveryJdk
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void noThreadSeesAMixtureAndTheStatusIsWhatWasAskedFor(Jdk jdk, @TempDir Path dir) throws IOException {
        long seed = Long.getLong("livepatch.it.seed", System.nanoTime());
        System.out.println("seed of the run on " + jdk + ": -Dlivepatch.it.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Versions versions = Oracle.compile(dir);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, dir.resolve("all.jar"));
        List<OraclePatch> patches = patches(dir);
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .with(versions.v1())
                .options(COMPILERS, "-XX:+UseSerialGC")
                .testAgent()
                .start()) {
            Oracle oracle = new Oracle(target, random.nextLong());
            await("every class in use")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> oracle.counts().units() > 2_000);
            // once there and back as an operator goes it, with the attach under load
            oracle.open(Oracle.all(1), false);
            tool.run("apply", target.pid(), bundle).assertExit(0);
            oracle.close(true);
            oracle.open(Oracle.all(0), false);
            tool.run("disable", target.pid(), "all").assertExit(0);
            oracle.close(true);
            tool.run("remove", target.pid(), "all").assertExit(0);
            oracle.startCopies(versions.v1(), random.nextLong());

            RandomOperations operations = new RandomOperations(target, oracle, patches);
            operations.run(random, TRANSITIONS);

            Oracle.Counts counts = oracle.stop();
            System.out.println(jdk + ": " + counts.text() + " " + operations.done() + ", late classes in "
                    + operations.lateLoaders());
            assertSound(counts, operations);
        }
    }

    private static List<OraclePatch> patches(Path dir) {
        return List.of(
                OraclePatch.build(dir, "one", 1, "A0B0", ""),
                OraclePatch.build(dir, "two", 2, "C0D0", ""),
                OraclePatch.build(dir, "on-one", 3, "B1F0", ""),
                OraclePatch.build(dir, "on-both", 4, "A1D2", ""),
                OraclePatch.build(dir, "sum-1", 5, "E0F0", "sum"),
                OraclePatch.build(dir, "sum-2", 6, "E0", "sum"));
    }

    private static void assertSound(Oracle.Counts counts, RandomOperations operations) {
        assertThat(operations.lateLoaders())
                .as("loaders with classes found late, of %d", counts.copies())
                .allMatch(loader -> loader.startsWith("copy-"))
                .hasSizeLessThanOrEqualTo((int) (counts.copies() / 10));
        assertThat(counts.violations().keySet()).as(counts.text()).isSubsetOf(operations.lateLoaders());
        assertThat(counts.failures()).as(counts.text()).isZero();
        assertThat(counts.before()).as("looks at a thread not moved yet").isGreaterThan(TRANSITIONS);
        assertThat(counts.after()).as("looks at a moved thread").isGreaterThan(TRANSITIONS);
        assertThat(counts.lives()).as("threads that ended").isGreaterThan(TRANSITIONS);
        assertThat(counts.copies()).as("loaders of their own").isGreaterThan(TRANSITIONS / 100);
        Map<Operation, Integer> done = operations.done();
        for (Operation operation : Operation.values()) {
            assertThat(done.getOrDefault(operation, 0))
                    .as("%s in %s", operation, done)
                    .isGreaterThanOrEqualTo(TRANSITIONS / RAREST);
        }
        assertThat(done.get(Operation.TRANSITION)).isGreaterThanOrEqualTo(TRANSITIONS);
    }
}
