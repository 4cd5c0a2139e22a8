package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A thread inside a patched method: it finishes its call on the side where it began, and the transition waits for it. */
class BusyMethodHoldsTransitionIT {
    private static final String BUSY = "lib.Busy";

    private static final String BUSY_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static int version() { return VERSION; }
                public static int hold(String gate) {
                    int before = VERSION;
                    Gates.pass(gate);
                    return 100 * before + 10 * version() + VERSION;
                }
                public static int holdDeep(String gate, String depth) {
                    return 10 * Deep.down(Integer.parseInt(depth), gate) + VERSION;
                }
            }
            """;

    private static final String DEEP_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            class Deep {
                static int down(int depth, String gate) {
                    if (depth > 0) {
                        return down(depth - 1, gate);
                    }
                    Gates.pass(gate);
                    return Busy.version();
                }
            }
            """;

    @EveryJdk
    void aThreadParkedInOldCodeSinceBeforeTheAgentCameHoldsTheTransition(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE, DEEP_SOURCE)) {
            it.target().start("sleeper", BUSY, "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");

            Status.Blocker blocker = it.awaitOnlyBlocker("sleeper");
            assertThat(blocker.reason()).isEqualTo("BLOCKED");
            assertThat(blocker.frame()).startsWith("lib.Busy.hold(");
            assertThat(it.target().call(BUSY, "version"))
                    .as("a thread that has moved")
                    .isEqualTo("1");

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper"))
                    .as("all of one call on one side")
                    .isEqualTo("0");
            assertThat(it.status().stateOf(PATCH)).isEqualTo("ENABLED");
            assertThat(it.status().inTransition()).isFalse();
        }
    }

    @EveryJdk
    void aPatchedMethodAtTheBottomOf3000FramesHoldsTheTransition(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch.agent(""), BUSY_SOURCE, DEEP_SOURCE)) {
            it.target().start("deep", BUSY, "holdDeep", "gate", "3000");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");

            assertThat(it.awaitOnlyBlocker("deep").frame()).startsWith("lib.Busy.holdDeep(");
            assertThat(it.target().call(BUSY, "version"))
                    .as("a thread that has moved")
                    .isEqualTo("1");

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("deep"))
                    .as("the calls at its top and at its bottom")
                    .isEqualTo("0");
        }
    }

    @EveryJdk(from = 21)
    void aVirtualThreadParkedInAPatchedMethodHoldsTheTransitionAndIsNamed(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE, DEEP_SOURCE)) {
            it.target().startVirtual("light", BUSY, "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");

            Status.Blocker blocker = it.awaitOnlyBlocker("light");
            assertThat(blocker.virtual()).isTrue();
            assertThat(blocker.frame()).startsWith("lib.Busy.hold(");

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("light")).isEqualTo("0");
        }
    }

    /** The JVM shows only the innermost 1,024 frames of a virtual thread: that is not enough to let it go. */
    @EveryJdk(from = 21)
    void soDoesAVirtualThreadWhosePatchedMethodIsBelow3000Frames(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE, DEEP_SOURCE)) {
            it.target().startVirtual("deep", BUSY, "holdDeep", "gate", "3000");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");

            it.awaitOnlyBlocker("deep");
            it.expect(4, "wait", "--timeout", "500ms");
            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("deep")).isEqualTo("0");
        }
    }

    /** A thread's own check needs stack; where none is left, the thread stays on its side and gets its own error. */
    @EveryJdk
    void aStackThatOverflowsInPatchedMethodsMeanwhileDoesNoHarm(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE, DEEP_SOURCE, DIVER_SOURCE)) {
            it.target().start("sleeper", BUSY, "hold", "gate");
            it.target().start("diver", DIVER, "dives", "dive", "again");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitBlockers("sleeper", "diver");
            it.target().release("dive");
            it.awaitOnlyBlocker("sleeper");
            it.target().release("again");
            assertThat(it.target().join("diver")).isEqualTo("StackOverflowError on side 0, then on side 1");
            it.target().release("gate");
            it.expect(0, "wait");
        }
    }

    private static final String DIVER = "lib.Diver";

    private static final String DIVER_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Diver {
                static int deepest;
                static int dive(int depth) {
                    deepest = VERSION;
                    return dive(depth + 1) + VERSION;
                }
                static int hold(String gate) {
                    Gates.pass(gate);
                    return dive(0) + VERSION;
                }
                public static String dives(String gate, String again) {
                    String seen = "";
                    try {
                        hold(gate);
                    } catch (StackOverflowError e) {
                        seen = "StackOverflowError on side " + deepest;
                    }
                    Gates.pass(again);
                    try {
                        dive(0);
                    } catch (StackOverflowError e) {
                        seen += ", then on side " + deepest;
                    }
                    return seen;
                }
            }
            """;

    @EveryJdk
    void aReversalFinishesWhileItsBlockerStillSleeps(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE, DEEP_SOURCE)) {
            it.target().start("sleeper", BUSY, "hold", "old");
            it.target().awaitEntered("old");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");

            it.expect(0, "reverse");
            assertThat(it.status().stateOf(PATCH)).isEqualTo("DISABLED");
            assertThat(it.target().call(BUSY, "version")).isEqualTo("0");

            it.target().release("old");
            assertThat(it.target().join("sleeper")).isEqualTo("0");
        }
    }

    @EveryJdk
    void aDisableIsHeldByAThreadInNewCodeAndTurnsRoundWhileThatSleeps(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, BUSY_SOURCE, DEEP_SOURCE)) {
            it.apply();
            it.target().start("sleeper", BUSY, "hold", "new");
            it.target().awaitEntered("new");
            it.expect(0, "disable", PATCH, "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(it.status().direction()).isEqualTo("unpatch");
            assertThat(it.target().call(BUSY, "version"))
                    .as("a thread that has moved back")
                    .isEqualTo("0");

            it.expect(0, "reverse");
            assertThat(it.status().stateOf(PATCH)).isEqualTo("ENABLED");
            assertThat(it.target().call(BUSY, "version")).isEqualTo("1");

            it.target().release("new");
            assertThat(it.target().join("sleeper")).isEqualTo("111");
        }
    }
}
