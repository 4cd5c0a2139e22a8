package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand parked platform threads are moved while they are parked, and each is shown. */
class TenThousandThreadsIT {
    private static final int THREADS = 10_000;

    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Thing {
                public static int version() { return VERSION; }
                public static int hold(String gate) { Gates.pass(gate); return VERSION; }
            }
            """;

    @EveryJdk
    void areMovedWhileOneHoldsTheTransition(Jdk jdk, @TempDir Path dir) {
        try (Scenario it =
                Scenario.start(jdk, dir, launch -> launch.options("-Xss256k").agent(""), SOURCE)) {
            it.target().call("io.livepatch.it.target.Crowd", "parkPlatform", Integer.toString(THREADS));
            it.target().start("sleeper", "lib.Thing", "hold", "gate");
            it.target().awaitEntered("gate");

            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            List<String> held = it.threads();
            assertThat(held).contains("sleeper 0 pending");
            assertThat(parked(held))
                    .as("parked threads while the transition is held")
                    .hasSize(THREADS)
                    .allMatch(thread -> thread.endsWith(" 1"));

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper")).isEqualTo("0");
            assertThat(it.target().call("lib.Thing", "version")).isEqualTo("1");
            assertThat(parked(it.threads()))
                    .as("parked threads after the end")
                    .hasSize(THREADS)
                    .noneMatch(thread -> thread.contains("pending"));

            it.expect(0, "disable", PATCH);
            assertThat(it.target().call("lib.Thing", "version")).isEqualTo("0");
        }
    }

    private static List<String> parked(List<String> threads) {
        return threads.stream().filter(thread -> thread.startsWith("parked-")).toList();
    }
}
