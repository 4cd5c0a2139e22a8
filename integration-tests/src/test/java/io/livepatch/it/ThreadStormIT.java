package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Very many threads come and go while a transition is held: they are on the new side from birth and leave nothing behind. */
class ThreadStormIT {
    private static final String CROWD = "io.livepatch.it.target.Crowd";
    private static final String RECORD = "io.livepatch.gate.ThreadRecord";
    private static final int SHORT_LIVES = 100_000;

    private static final String[] SOURCES = {"""
        package lib;
        import io.livepatch.it.target.Gates;
        public class Thing {
            public static int version() { return VERSION; }
            public static int hold(String gate) { Gates.pass(gate); return VERSION; }
        }
        """, """
        package lib;
        import io.livepatch.it.target.Crowd;
        public class Storm {
            /** How many of so many threads were on the new side. */
            public static String rage(String threads) throws Exception { return Crowd.storm(threads, Thing::version); }
        }
        """};

    @EveryJdk
    void neitherDelaysTheOthersNorLeavesRecords(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch.agent(""), SOURCES)) {
            it.target().start("sleeper", "lib.Thing", "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            long records = records(it);
            assertThat(records).as("of the threads alive at the start").isPositive();

            for (int lives = 0; lives < SHORT_LIVES; lives += SHORT_LIVES / 10) {
                assertThat(it.target().call("lib.Storm", "rage", Integer.toString(SHORT_LIVES / 10)))
                        .as("each on the new side")
                        .isEqualTo(Integer.toString(SHORT_LIVES / 10));
            }

            assertThat(records(it)).as("records after the storm").isEqualTo(records);
            // the last ones have made their calls, and end in a moment
            await("no short-lived threads in the heap")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> it.target().call(CROWD, "shortLivedInHeap"), "0"::equals);
            it.awaitOnlyBlocker("sleeper");
            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper")).isEqualTo("0");
            assertThat(records(it)).as("records after the end").isZero();
        }
    }

    private static long records(Scenario it) {
        return Long.parseLong(it.target().call(CROWD, "instances", RECORD));
    }
}
