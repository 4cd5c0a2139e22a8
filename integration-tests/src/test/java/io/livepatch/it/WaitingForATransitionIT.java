package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Running;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What the operator's commands do while a transition is held, and when it is over. */
class WaitingForATransitionIT {
    private static final String BUSY = "lib.Busy";

    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static int version() { return VERSION; }
                public static int hold(String gate) { Gates.pass(gate); return VERSION; }
            }
            """;

    private static final String OTHER_SOURCE = """
            package lib;
            public class Other {
                public static int version() { return VERSION; }
            }
            """;

    private static Scenario startWithSleeper(Jdk jdk, Path dir) {
        Scenario scenario = Scenario.start(jdk, dir, SOURCE);
        scenario.target().start("sleeper", BUSY, "hold", "gate");
        scenario.target().awaitEntered("gate");
        return scenario;
    }

    @EveryJdk
    void aTimeOutLeavesTheTransitionRunningAndWaitGoesOnWithIt(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = startWithSleeper(jdk, dir)) {
            it.expect(4, "apply", it.bundle(), "--timeout", "1s");
            assertThat(it.status().stateOf(PATCH)).isEqualTo("ENABLING");
            it.awaitOnlyBlocker("sleeper");
            it.expect(4, "wait", "--timeout", "100ms").assertSays("sleeper");
            // to apply what is being applied is to wait for it
            it.expect(4, "apply", it.bundle(), "--timeout", "100ms");

            Running waiting = it.begin("wait");
            it.target().release("gate");
            waiting.outcome().assertExit(0);
            assertThat(it.status().stateOf(PATCH)).isEqualTo("ENABLED");
            it.expect(0, "wait");
            it.expect(1, "reverse").assertSays("transition");
        }
    }

    @EveryJdk
    void aTimeOutThatReversesBringsEverythingBack(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = startWithSleeper(jdk, dir)) {
            it.expect(5, "apply", it.bundle(), "--timeout", "500ms", "--on-timeout", "reverse");
            assertThat(it.status().stateOf(PATCH)).isEqualTo("DISABLED");
            assertThat(it.status().inTransition()).isFalse();
            assertThat(it.target().call(BUSY, "version")).isEqualTo("0");
            it.target().release("gate");
            assertThat(it.target().join("sleeper")).isEqualTo("0");
        }
    }

    @EveryJdk
    void aSecondPatchIsRefusedAndADisableOfTheFirstTurnsItRound(Jdk jdk, @TempDir Path dir) {
        Versions others = Versions.of(dir.resolve("other"), OTHER_SOURCE);
        try (Scenario it = startWithSleeper(jdk, dir)) {
            Path other = Livepatch.build(others, dir.resolve("other.jar"));
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            it.expect(3, "apply", other).assertSays(PATCH);
            assertThat(it.status().stateOf("other")).isEqualTo("absent");

            it.expect(0, "disable", PATCH);
            assertThat(it.status().stateOf(PATCH)).isEqualTo("DISABLED");
            assertThat(it.target().call(BUSY, "version")).isEqualTo("0");
            it.target().release("gate");
        }
    }

    @EveryJdk
    void aKilledToolLeavesTheTransitionRunning(Jdk jdk, @TempDir Path dir) throws Exception {
        try (Scenario it = startWithSleeper(jdk, dir)) {
            Running apply = it.begin("apply", it.bundle());
            it.awaitOnlyBlocker("sleeper");
            assertThat(apply.isAlive()).as("the tool waits").isTrue();
            apply.kill();
            it.awaitOnlyBlocker("sleeper");

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.status().stateOf(PATCH)).isEqualTo("ENABLED");
        }
    }

    @EveryJdk
    void aJvmThatDiesDuringAnApplyIsReported(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = startWithSleeper(jdk, dir)) {
            Running apply = it.begin("apply", it.bundle());
            it.awaitOnlyBlocker("sleeper");
            it.target().kill();
            apply.outcome().assertExit(6);
        }
    }

    @EveryJdk
    void aPatchGoesThroughAllItsStatesAndIsForgotten(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, SOURCE)) {
            assertThat(it.status().stateOf(PATCH)).as("status without an agent").isEqualTo("absent");
            it.expect(0, "wait");
            it.apply();
            assertThat(it.target().call(BUSY, "version")).isEqualTo("1");
            it.expect(0, "apply", it.bundle());
            it.expect(1, "remove", PATCH).assertSays(PATCH);

            it.expect(0, "disable", PATCH);
            assertThat(it.target().call(BUSY, "version")).isEqualTo("0");
            it.expect(0, "disable", PATCH);
            it.expect(0, "enable", PATCH);
            assertThat(it.target().call(BUSY, "version")).isEqualTo("1");
            it.expect(0, "disable", PATCH);
            it.expect(0, "apply", it.bundle());
            assertThat(it.target().call(BUSY, "version")).isEqualTo("1");

            it.expect(0, "disable", PATCH);
            it.expect(0, "remove", PATCH);
            assertThat(it.status().stateOf(PATCH)).isEqualTo("absent");
            it.expect(1, "enable", PATCH).assertSays(PATCH);
        }
    }

    @EveryJdk
    void aCommandWhoseTransitionAnotherOperatorTurnedRoundFails(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = startWithSleeper(jdk, dir)) {
            Running apply = it.begin("apply", it.bundle());
            it.awaitOnlyBlocker("sleeper");
            it.expect(0, "reverse");
            apply.outcome().assertExit(1).assertSays("reversed");
            assertThat(it.status().stateOf(PATCH)).isEqualTo("DISABLED");
            it.target().release("gate");
        }
    }

    @EveryJdk
    void anotherPatchOfTheSameNameIsRefused(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions others = Versions.of(dir.resolve("other"), OTHER_SOURCE);
        try (Scenario it = Scenario.start(jdk, dir, SOURCE)) {
            it.apply();
            Path namesake = Livepatch.build(
                    others, Files.createDirectory(dir.resolve("namesake")).resolve(PATCH + ".jar"));
            it.expect(1, "apply", namesake).assertSays(PATCH);
            it.expect(0, "disable", PATCH);
            it.expect(1, "apply", namesake).assertSays(PATCH);
            it.expect(0, "enable", PATCH);
            assertThat(it.target().call(BUSY, "version")).isEqualTo("1");
        }
    }

    @EveryJdk
    void everyThreadsPatchStateIsShownDuringTheTransitionAndNoneAfterwards(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = startWithSleeper(jdk, dir)) {
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(it.threads())
                    .contains("sleeper 0 pending", "main 1")
                    .allMatch(thread -> thread.equals("sleeper 0 pending") || thread.endsWith(" 1"));
            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.threads()).contains("main -1").allMatch(thread -> thread.endsWith(" -1"));
        }
    }
}
