package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/**
 * From entering its outermost patched method until leaving it a thread sees one side only, whatever the operator does meanwhile.
 * The system properties {@code livepatch.it.seed} and {@code livepatch.it.seconds} repeat a run or make it longer.
 */
class ConsistencyUnderLoadIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("livepatch.it.seconds", 25));
    private static final int LEAST_TRANSITIONS = 20;

    private final TreeMap<String, Integer> done = new TreeMap<>();

    @EveryJdk
    void noUnitOfWorkSeesBothVersionsWhileThePatchGoesToAndFro(Jdk jdk, @TempDir Path dir) throws IOException {
        long seed = Long.getLong("livepatch.it.seed", System.nanoTime());
        System.out.println("seed of the run on " + jdk + ": -Dlivepatch.it.seed=" + seed);
        Versions versions = Oracle.compile(dir);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = tool.build(versions, dir.resolve(Scenario.PATCH + ".jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            Oracle oracle = new Oracle(target, seed);
            // the first way there and back as an operator goes it, with the attach under load
            tool.run("apply", target.pid(), bundle).assertExit(0);
            tool.run("disable", target.pid(), Scenario.PATCH).assertExit(0);

            toAndFro(new Operator(target), new SplittableRandom(seed));

            Oracle.Counts counts = oracle.stop();
            System.out.println(jdk + ": " + counts.text() + " " + done);
            assertThat(counts.violations()).as(counts.text()).isZero();
            assertThat(counts.failures()).as(counts.text()).isZero();
            assertThat(counts.oldUnits()).as("units on the old side").isGreaterThan(1_000);
            assertThat(counts.newUnits()).as("units on the new side").isGreaterThan(1_000);
            assertThat(done).as("transitions to either side").containsKeys("PATCH", "UNPATCH", "reversals");
            assertThat(done.get("PATCH") + done.get("UNPATCH")).isGreaterThan(LEAST_TRANSITIONS);
            assertThat(tool.status(target).inTransition()).isFalse();
        }
    }

    /** Starts transitions, turns some of them round once or more at moments of the random source's choosing. */
    private void toAndFro(Operator operator, SplittableRandom random) throws IOException {
        Instant end = Instant.now().plus(LENGTH);
        boolean enabled = false;
        while (Instant.now().isBefore(end)) {
            Command next = enabled ? new Command.Disable(Scenario.PATCH) : new Command.Enable(Scenario.PATCH);
            assertThat(operator.ask(next)).isInstanceOf(Reply.Started.class);
            for (int turns = random.nextInt(3); turns > 0; turns--) {
                if (random.nextBoolean()) {
                    operator.watch(1 + random.nextInt(3));
                }
                Reply reply = operator.ask(new Command.Reverse());
                count(reply instanceof Reply.Started ? "reversals" : "reversals too late");
            }
            Reply last = operator.watch(Integer.MAX_VALUE);
            enabled = last instanceof Reply.Ended ended
                    ? ended.state() == PatchState.ENABLED
                    : operator.isEnabled(Scenario.PATCH);
            count(enabled ? Direction.PATCH.name() : Direction.UNPATCH.name());
        }
    }

    private void count(String what) {
        done.merge(what, 1, Integer::sum);
    }
}
