package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.grack.nanojson.JsonObject;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can do about a thread that does not leave a patched method by itself. */
class StuckTransitionsIT {
    private static final String BUSY = "lib.Busy";

    private static final String BUSY_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static String version() {
                    return "" + VERSION;
                }
                public static String hold(String gate) {
                    Gates.pass(gate);
                    return VERSION + version();
                }
                public static String park(String gate) {
                    Gates.pass(gate);
                    java.util.concurrent.locks.LockSupport.park();
                    return VERSION + (Thread.interrupted() ? " interrupted" : " woken");
                }
            }
            """;

    @EveryJdk
    void forceMovesTheThreadAndTheRecordStays(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE)) {
            it.target().start("sleeper", BUSY, "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");

            it.expect(0, "force");

            assertThat(it.status().stateOf(PATCH)).isEqualTo("ENABLED");
            assertThat(it.status().events()).contains("forced");
            assertThat(forced(it)).isTrue();
            it.target().release("gate");
            assertThat(it.target().join("sleeper"))
                    .as("the price of force: old code that calls new code")
                    .isEqualTo("01");

            it.expect(0, "apply", it.bundle()).assertSays("is enabled already");
            it.expect(0, "disable", PATCH);
            it.expect(1, "apply", it.bundle()).assertSays("--after-force");
            it.expect(0, "remove", PATCH);
            it.expect(1, "apply", it.bundle()).assertSays("--after-force");
            it.expect(0, "apply", it.bundle(), "--after-force");
            it.expect(1, "force").assertSays("no transition");
        }
    }

    private static boolean forced(Scenario it) {
        return ((JsonObject) it.status().json().getArray("patches").get(0)).getBoolean("forced");
    }

    @EveryJdk
    void forceComesByItselfWhenTheTimeIsOverIfSoOrdered(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE)) {
            it.target().start("sleeper", BUSY, "hold", "gate");
            it.target().awaitEntered("gate");

            it.expect(0, "apply", it.bundle(), "--timeout", "500ms", "--on-timeout", "force");

            assertThat(it.status().stateOf(PATCH)).isEqualTo("ENABLED");
            assertThat(it.status().events()).contains("forced");
            it.target().release("gate");
            it.target().join("sleeper");
        }
    }

    @EveryJdk
    void signalWakesAParkedThreadAndInterruptsItOnlyWhenTold(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE)) {
            for (String how : new String[] {"woken", "interrupted"}) {
                it.target().release(how);
                it.target().start(how, BUSY, "park", how);
                it.target().awaitEntered(how);
                it.expect(0, how.equals("woken") ? "apply" : "disable", argument(it, how), "--no-wait");
                it.awaitOnlyBlocker(how);

                if (how.equals("woken")) {
                    it.expect(0, "signal").assertSays("woke " + how);
                } else {
                    it.expect(0, "signal", "--interrupt").assertSays("interrupted " + how);
                }

                it.expect(0, "wait");
                assertThat(it.target().join(how)).endsWith(how);
            }
            await("the transition is over").until(() -> !it.status().inTransition());
            it.expect(1, "signal").assertSays("no transition");
        }
    }

    private static Object argument(Scenario it, String how) {
        return how.equals("woken") ? it.bundle() : PATCH;
    }
}
