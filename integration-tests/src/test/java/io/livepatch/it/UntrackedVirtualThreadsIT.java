package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that was told not to list its virtual threads. */
class UntrackedVirtualThreadsIT {
    private static final String THING = "lib.Thing";
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Thing {
                public static int version() { return VERSION; }
                public static int hold(String gate) { Gates.pass(gate); return 10 * VERSION + version(); }
            }
            """;

    private static Scenario start(Jdk jdk, Path dir, String option) {
        return Scenario.start(jdk, dir, launch -> launch.options(option), SOURCE);
    }

    @EveryJdk(from = 21)
    void isNotPatchedAndSaysWhy(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir, "-Djdk.trackAllThreads=false")) {
            it.target().startVirtual("unseen", THING, "hold", "gate");
            it.target().awaitEntered("gate");
            // what counts is what the JVM decided when it started
            it.target().callIn("app", "java.lang.System", "setProperty", "jdk.trackAllThreads", "true");

            it.expect(1, "apply", it.bundle())
                    .assertSays("-Djdk.trackAllThreads=false")
                    .assertSays("cannot be listed");

            assertThat(it.status().stateOf(PATCH)).isEqualTo("absent");
            assertThat(it.status().inTransition()).isFalse();
            assertThat(it.target().call(THING, "version")).isEqualTo("0");
            it.target().release("gate");
            assertThat(it.target().join("unseen")).isEqualTo("0");
        }
    }

    @EveryJdk
    void isPatchedIfItListsThemAllTheSame(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir, "-Djdk.trackAllThreads=" + (jdk.feature() >= 21 ? "" : "false"))) {
            it.apply();
            assertThat(it.target().call(THING, "version")).isEqualTo("1");
        }
    }
}
