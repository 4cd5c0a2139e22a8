package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.TargetLaunch;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An agent that has a patched class retransformed loses neither the patch nor the transition. */
class OtherAgentsIT {
    private static final String TEST_AGENT = "io.livepatch.it.target.TestAgent";
    private static final String BUSY = "lib.Busy";
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static int version() { return VERSION; }
                public static int hold(String gate) {
                    int before = VERSION;
                    Gates.pass(gate);
                    return 10 * before + version();
                }
            }
            """;

    @EveryJdk
    void retransformingAPatchedClassInAnyPhaseChangesNothing(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, TargetLaunch::testAgent, SOURCE)) {
            it.target().start("sleeper", BUSY, "hold", "gate");
            it.target().awaitEntered("gate");
            retransform(it);
            assertThat(it.target().call(BUSY, "version")).isEqualTo("0");

            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            retransform(it);
            assertThat(it.target().call(BUSY, "version")).as("moved").isEqualTo("1");
            it.awaitOnlyBlocker("sleeper");
            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper")).as("unmoved").isEqualTo("0");

            retransform(it);
            assertThat(it.target().call(BUSY, "version")).isEqualTo("1");
            it.expect(0, "disable", PATCH);
            retransform(it);
            assertThat(it.target().call(BUSY, "version")).isEqualTo("0");
        }
    }

    private static void retransform(Scenario it) {
        assertThat(it.target().call(TEST_AGENT, "retransform", BUSY))
                .as("classes retransformed")
                .isEqualTo("1");
    }
}
