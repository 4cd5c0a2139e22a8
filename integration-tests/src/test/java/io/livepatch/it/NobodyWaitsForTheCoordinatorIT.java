package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.Breakpoint;
import io.livepatch.it.harness.Debugger;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Running;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The coordinator stands still in each phase of a transition, with whatever lock it has there; the application does not notice:
 * calls are answered, classes load, threads start and end.
 */
@Execution(ExecutionMode.CONCURRENT)
class NobodyWaitsForTheCoordinatorIT {
    private static final String COORDINATOR = "livepatch-coordinator";
    private static final String THING = "lib.Thing";
    private static final String WORKERS = "lib.Workers";
    private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String[] SOURCES = {"""
        package lib;
        public class Thing {
            public static int version() { return VERSION; }
        }
        """, """
        package lib;
        /** No version of it differs. */
        public class Plain {
            public static int answer() { return 10 + Thing.version(); }
        }
        """, """
        package lib;
        import java.util.concurrent.atomic.AtomicLong;
        public class Workers {
            static final AtomicLong calls = new AtomicLong();
            static volatile boolean stop;
            public static void work() {
                while (!stop) {
                    int version = Thing.version();
                    if (version != 0 && version != 1) { throw new IllegalStateException("version " + version); }
                    calls.incrementAndGet();
                    java.util.concurrent.locks.LockSupport.parkNanos(50_000);
                }
            }
            /** Returns when every worker can have made some more calls. */
            public static String goOn() {
                long until = calls.get() + 200;
                while (calls.get() < until) { Thread.onSpinWait(); Thread.yield(); }
                return "went on";
            }
            public static void stop() { stop = true; }
        }
        """};

    /** A place in the coordinator's life, and the side that a thread born meanwhile is on. */
    private enum Phase {
        BEFORE_THE_START("io.livepatch.transition.ThreadMover", "start", "0"),
        CAPTURING_UNARMED("io.livepatch.engine.RunningTransition", "arm", "0"),
        WEAVING_UNDER_ITS_LOCK("io.livepatch.weave.LiveClasses", "weave", "0", true),
        CAPTURING_ARMED("io.livepatch.transition.ThreadMover", "capture", "0"),
        CAPTURED("io.livepatch.gate.PatchGate", "run", "0"),
        LOOKING_FOR_LATE_CLASSES("io.livepatch.engine.RunningTransition", "armLateClasses", "1"),
        LOOKING_AT_THREADS("io.livepatch.transition.ThreadRoster", "judge", "1"),
        SETTLING_THE_CLASSES("io.livepatch.engine.RunningTransition", "settle", "1"),
        SETTLING_THE_GATE("io.livepatch.gate.PatchGate", "settle", "1"),
        ENDING("io.livepatch.engine.PatchRegistry", "ended", "1"),
        LOOKING_AFTER_THE_END("io.livepatch.engine.RunningTransition", "settleLateClasses", "1", true);

        final String type;
        final String method;
        final String newborn;
        /** Whether the coordinator of the transition before may still come to that place. */
        final boolean alsoOfTheOneBefore;

        Phase(String type, String method, String newborn) {
            this(type, method, newborn, false);
        }

        Phase(String type, String method, String newborn, boolean alsoOfTheOneBefore) {
            this.type = type;
            this.method = method;
            this.newborn = newborn;
            this.alsoOfTheOneBefore = alsoOfTheOneBefore;
        }
    }

    @EveryJdk
    void whereverThatStandsStill(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, SOURCES);
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch.agent("").options(Debugger.OPTION), versions)) {
            Debugger debugger = new Debugger(it.target());
            it.target().start("worker-1", WORKERS, "work");
            it.target().start("worker-2", WORKERS, "work");
            it.apply();
            it.expect(0, "disable", PATCH);

            for (Phase phase : Phase.values()) {
                if (phase.alsoOfTheOneBefore) {
                    await("the coordinator of the transition before is gone")
                            .atMost(Duration.ofSeconds(60))
                            .until(() -> !it.target().ask("threads").contains(COORDINATOR));
                }
                Running enable;
                try (Breakpoint breakpoint = debugger.stopAt(COORDINATOR, phase.type, phase.method)) {
                    enable = it.begin("enable", PATCH);
                    breakpoint.awaitHeld();
                    assertApplicationGoesOn(it, versions, phase);
                    assertThat(breakpoint.isHeld())
                            .as("coordinator still at %s", phase)
                            .isTrue();
                }
                enable.outcome().assertExit(0);
                assertThat(it.target().call(THING, "version"))
                        .as("after %s", phase)
                        .isEqualTo("1");
                it.expect(0, "disable", PATCH);
            }
            it.target().call(WORKERS, "stop");
            it.target().join("worker-1");
            it.target().join("worker-2");
        }
    }

    private static void assertApplicationGoesOn(Scenario it, Versions versions, Phase phase) {
        long until = System.nanoTime() + STILL_NANOS;
        for (int round = 0; round == 0 || System.nanoTime() - until < 0; round++) {
            String name = phase + "-" + round;
            assertThat(it.target().call(WORKERS, "goOn")).isEqualTo("went on");
            assertThat(it.target().call(THING, "version"))
                    .as("main thread, %s", phase)
                    .isIn("0", "1");

            it.target().start(name, THING, "version");
            assertThat(it.target().join(name)).as("new thread, %s", phase).isEqualTo(phase.newborn);

            it.target().loader(name, versions.v1());
            it.target().startIn(name, "loading-" + name, "lib.Plain", "answer");
            assertThat(it.target().join("loading-" + name))
                    .as("patched and unpatched class loaded by a new loader, %s", phase)
                    .isEqualTo("1" + phase.newborn);
        }
    }
}
