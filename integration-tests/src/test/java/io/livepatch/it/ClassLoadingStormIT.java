package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.LateLoaders;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * While threads define the program in one new loader after the other, a patch of it is applied, turned round and
 * disabled. No thread sees a mixture in any loader, and in each loader that is still there every class is on the side where the
 * transition ended. What is said of late classes in {@code docs/concurrency.md} holds for few of the loaders.
 */
@Execution(ExecutionMode.CONCURRENT)
class ClassLoadingStormIT {
    private static final String PATCH = "all";
    private static final int ROUNDS = 4;
    /** Platform threads, and every second a virtual one where there are such. */
    private static final int STORM = 4;

    private static final int MANY = 100;

    private final LateLoaders late = new LateLoaders();
    private final Set<String> wrong = new TreeSet<>();
    private int reversed;

    @EveryJdk
    void everyLoaderIsOnTheSideWhereTheTransitionEnded(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Oracle.compile(dir);
        Path bundle = Livepatch.build(versions, dir.resolve(PATCH + ".jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .with(versions.v1())
                .options("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .agent("")
                .start()) {
            Operator operator = new Operator(target);
            Oracle oracle = new Oracle(target, 1);
            oracle.startStorm(versions.v1(), STORM, 2);
            await("a storm")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> oracle.counts().copies() > MANY / 4);

            go(oracle, operator, Operator.applying(bundle), 1, false);
            for (int i = 0; i < ROUNDS; i++) {
                thereAndBack(oracle, operator, new Command.Disable(PATCH), 0);
                thereAndBack(oracle, operator, new Command.Enable(PATCH), 1);
            }
            await("every class in its place, late ones too")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> oracle.visitCopies().wrong().isEmpty());
            go(oracle, operator, new Command.Disable(PATCH), 0, false);

            Oracle.Counts counts = oracle.stop();
            late.note(operator.status());
            System.out.println(
                    jdk + ": " + counts.text() + " reversed " + reversed + ", late classes in " + late.names());
            assertThat(counts.failures()).as(counts.text()).isZero();
            assertThat(counts.copies()).as("loaders").isGreaterThan(MANY);
            assertThat(late.names())
                    .as("loaders with classes found late, of %d", counts.copies())
                    .hasSizeLessThanOrEqualTo((int) (counts.copies() / 10));
            assertThat(counts.violations().keySet()).as(counts.text()).isSubsetOf(late.names());
            assertThat(late.names())
                    .as("loaders on the wrong side after an end")
                    .containsAll(wrong);
            assertThat(reversed)
                    .as("transitions that were turned round in time")
                    .isPositive();
        }
    }

    /** Turned round at once, and then, if that came in time, without being turned. */
    private void thereAndBack(Oracle oracle, Operator operator, Command command, int version) throws IOException {
        if (!go(oracle, operator, command, version, true)) {
            reversed++;
            go(oracle, operator, command, version, false);
        }
    }

    /** One transition; returns whether it ended where it was to go. */
    private boolean go(Oracle oracle, Operator operator, Command command, int version, boolean turn)
            throws IOException {
        oracle.open(Oracle.all(version), turn);
        Reply reply = operator.ask(command);
        assertThat(reply).as("%s", command).isInstanceOf(Reply.Started.class);
        long serial = ((Reply.Started) reply).transition();
        if (turn) {
            // refused if it is over by now, which the end tells
            operator.ask(new Command.Reverse(serial, Optional.empty()));
        }
        Reply.Ended ended = (Reply.Ended) operator.await(serial);
        oracle.close(!ended.reversed());
        Oracle.Visit visit = oracle.visitCopies();
        assertThat(visit.loaders()).as("loaders kept").isGreaterThan(STORM);
        wrong.addAll(visit.wrong());
        late.note(operator.status());
        return !ended.reversed();
    }
}
