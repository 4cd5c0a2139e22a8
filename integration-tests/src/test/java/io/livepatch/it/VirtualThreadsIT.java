package io.livepatch.it;

import static io.livepatch.it.harness.Patience.VERY_MANY;
import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Status;
import io.livepatch.it.harness.TargetLaunch;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads are listed, judged and moved like the others, wherever they are, and however many. */
class VirtualThreadsIT {
    private static final String CROWD = "io.livepatch.it.target.Crowd";
    private static final String THING = "lib.Thing";
    private static final String OUTSIDE = "lib.Outside";
    private static final String DEEP = "lib.Deep";

    /** One of them takes less than a kilobyte while it is parked. */
    private static final String HEAP = "-Xmx" + (1_000 + VERY_MANY / 250) + "m";

    private static final String[] SOURCES = {"""
        package lib;
        import io.livepatch.it.target.Gates;
        public class Thing {
            public static int version() { return VERSION; }
            public static int hold(String gate) { Gates.pass(gate); return VERSION; }
            public static int within(Runnable body) { body.run(); return VERSION; }
            public static String holdLock(String gate) {
                int before = VERSION;
                Outside.lock(gate);
                return before + "" + version();
            }
            public static String holdInitializer(String gate) {
                int before = VERSION;
                Outside.initializer(gate);
                return before + "" + version();
            }
        }
        """, """
        package lib;
        import io.livepatch.it.target.Gates;
        public class Outside {
            static String gate;
            /** Keeps its carrier on releases before 24. */
            static synchronized void lock(String name) { Gates.pass(name); }
            /** Keeps its carrier on all: frames of the JVM itself are on the stack. */
            static void initializer(String name) { gate = name; new Slow(); }
            static class Slow {
                static { Gates.pass(gate); }
            }
            public static int lockAndCall(String name) { lock(name); return Thing.version(); }
            public static int initializerAndCall(String name) { initializer(name); return Thing.version(); }
        }
        """, """
        package lib;
        public class Deep {
            static volatile boolean enter, rise, stop;
            /** Runs all the time, at first at a depth at which no snapshot of a running virtual thread is whole. */
            public static int run(String entering) {
                int seen = down(1_500, Boolean.parseBoolean(entering));
                while (!stop) {
                    Thread.onSpinWait();
                }
                return seen;
            }
            static int down(int depth, boolean entering) {
                if (depth > 0) {
                    return down(depth - 1, entering);
                }
                int seen = -1;
                while (!rise) {
                    if (entering && enter && seen < 0) {
                        seen = Thing.version();
                    }
                    Thread.onSpinWait();
                }
                return seen;
            }
            public static void enter() { enter = true; }
            public static void rise() { rise = true; }
            public static void stop() { stop = true; }
        }
        """, """
        package lib;
        import io.livepatch.it.target.Crowd;
        public class Inside {
            public static String park(String count) throws Exception { return Crowd.park(count, Thing::within); }
        }
        """, """
        package lib;
        import io.livepatch.it.target.Crowd;
        public class Restless {
            public static String start(String count) throws Exception { return Crowd.agitate(count, Thing::version); }
        }
        """};

    private static Scenario start(Jdk jdk, Path dir, String... options) {
        UnaryOperator<TargetLaunch> launch = each -> each.agent("").options(options);
        return Scenario.start(jdk, dir, launch, SOURCES);
    }

    @EveryJdk(from = 21)
    void onesThatRunDeepMoveWhenTheyEnterAPatchedMethodOrAreSeenWhole(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            it.target().call(THING, "version");
            it.target().startVirtual("enters", DEEP, "run", "true");
            it.target().startVirtual("rises", DEEP, "run", "false");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            for (Status.Blocker blocker : it.awaitBlockers("enters", "rises")) {
                assertThat(blocker.reason()).isEqualTo("UNRELIABLE");
                assertThat(blocker.frame()).isEmpty();
            }
            // while others move they are left alone
            it.awaitStatus(status -> status.blockers().size() == 2
                    && status.blockers().stream()
                            .allMatch(blocker -> blocker.detail().startsWith("stack cut off after ")));

            it.target().call(DEEP, "enter");
            it.awaitOnlyBlocker("rises");
            it.target().call(DEEP, "rise");
            it.expect(0, "wait");

            it.target().call(DEEP, "stop");
            assertThat(it.target().join("enters")).isEqualTo("1");
            it.target().join("rises");
        }
    }

    /** The JVM can crash when it is asked for the stack of one that runs (docs/limits.md). */
    @EveryJdk(from = 21)
    void onesThatRunElsewhereAreLeftAloneForHalfASecondAndThenMove(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            it.target().call(THING, "version");
            it.target().call(DEEP, "rise");
            it.apply();
            it.target().startVirtual("runs", DEEP, "run", "false");

            long elapsedMs = it.expect(0, "disable", PATCH, "--json").json().getLong("elapsedMs");

            assertThat(elapsedMs).isGreaterThanOrEqualTo(500);
            it.target().call(DEEP, "stop");
            it.target().join("runs");
        }
    }

    @EveryJdk(from = 21)
    void onesThatKeepTheirCarrierInAPatchedMethodAreNamedAndNotTheCarrier(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            it.target().startVirtual("locks", THING, "holdLock", "lock");
            it.target().startVirtual("initializes", THING, "holdInitializer", "initializer");
            it.target().awaitEntered("lock");
            it.target().awaitEntered("initializer");
            it.expect(0, "apply", it.bundle(), "--no-wait");

            for (Status.Blocker blocker : it.awaitBlockers("locks", "initializes")) {
                assertThat(blocker.virtual()).isTrue();
                assertThat(blocker.reason()).isEqualTo("BLOCKED");
                assertThat(blocker.frame()).startsWith("lib.Thing.hold");
            }
            assertThat(it.threads())
                    .filteredOn(thread -> thread.startsWith("ForkJoinPool-1-worker-"))
                    .as("carriers")
                    .isNotEmpty()
                    .allMatch(carrier -> carrier.endsWith(" 1"));

            it.target().release("lock");
            it.target().release("initializer");
            it.expect(0, "wait");
            assertThat(it.target().join("locks")).isEqualTo("00");
            assertThat(it.target().join("initializes")).isEqualTo("00");
        }
    }

    @EveryJdk(from = 21)
    void onesThatKeepTheirCarrierElsewhereMove(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            it.target().call(THING, "version");
            it.target().startVirtual("locks", OUTSIDE, "lockAndCall", "lock");
            it.target().startVirtual("initializes", OUTSIDE, "initializerAndCall", "initializer");
            it.target().awaitEntered("lock");
            it.target().awaitEntered("initializer");

            it.apply();

            it.target().release("lock");
            it.target().release("initializer");
            assertThat(it.target().join("locks")).isEqualTo("1");
            assertThat(it.target().join("initializes")).isEqualTo("1");
        }
    }

    /** Between two states the JVM shows nothing of them. */
    @EveryJdk(from = 21)
    void onesThatMountAndUnmountAllTheTimeMove(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            it.target().call("lib.Restless", "start", "200");
            it.apply();
            for (int round = 0; round < 3; round++) {
                it.expect(0, "disable", PATCH);
                it.expect(0, "enable", PATCH);
            }
            it.target().call(CROWD, "calm");
        }
    }

    /** With a million of them the 4 minutes of other tests are too short on a busy machine. */
    @EveryJdk(from = 21)
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void veryManyParkedOnesMoveAndAreShown(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir, HEAP)) {
            it.target().startVirtual("holder", THING, "hold", "gate");
            it.target().awaitEntered("gate");
            it.target().call(CROWD, "park", Integer.toString(VERY_MANY));

            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("holder");
            List<String> threads = it.threads();
            assertThat(threads).contains("holder 0 pending");
            assertThat(threads.stream().filter(each -> each.startsWith("parked-") && each.endsWith(" 1")))
                    .hasSize(VERY_MANY);
            assertThat(it.status().threads()).isCloseTo(threads.size(), within(20));

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("holder")).isEqualTo("0");
            System.out.println(VERY_MANY + " virtual threads: "
                    + it.expect(0, "disable", PATCH).err());
            it.target().call(CROWD, "release");
        }
    }

    @EveryJdk(from = 21)
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void veryManyThatHoldTheTransitionAreCountedAndSomeAreNamed(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir, HEAP)) {
            it.target().call("lib.Inside", "park", Integer.toString(VERY_MANY));

            it.expect(0, "apply", it.bundle(), "--no-wait");
            Status held = it.awaitStatus(status ->
                    status.pending() == VERY_MANY && !status.blockers().isEmpty());
            assertThat(held.blockers()).hasSize(1_000).allSatisfy(blocker -> {
                assertThat(blocker.name()).startsWith("parked-");
                assertThat(blocker.frame()).startsWith("lib.Thing.within");
            });

            it.target().call(CROWD, "release");
            it.expect(0, "wait");
        }
    }
}
