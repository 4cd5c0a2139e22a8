package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.api.PatchPoint;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.Debugger;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Versions;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** {@link PatchPoint} asks the gate while a transition runs, and is an empty method before and after. */
class PatchPointIT {
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Thing {
                public static int version() { return VERSION; }
                public static int hold(String gate) { Gates.pass(gate); return VERSION; }
            }
            """;
    private static final String LOOP = """
            package lib;
            import io.livepatch.api.PatchPoint;
            public class Loop {
                static volatile boolean stop;
                /** A depth at which no snapshot of a running virtual thread is whole. */
                public static int deep(String polling) { return down(1_500, Boolean.parseBoolean(polling)); }
                static int down(int depth, boolean polling) {
                    if (depth > 0) {
                        return down(depth - 1, polling);
                    }
                    while (!stop) {
                        if (polling) {
                            PatchPoint.poll();
                        }
                        Thread.onSpinWait();
                    }
                    return Thing.version();
                }
                public static void stop() { stop = true; }
            }
            """;

    private static Path api() throws Exception {
        return Path.of(PatchPoint.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static Scenario start(Jdk jdk, Path dir, String... sources) throws Exception {
        Path api = api();
        return Scenario.start(
                jdk,
                dir,
                launch -> launch.with(api).options(Debugger.OPTION),
                Versions.of(dir, List.of("-cp", api + File.pathSeparator + Compiler.targetClasses()), sources));
    }

    @EveryJdk
    void isEmptyOutsideTransitions(Jdk jdk, @TempDir Path dir) throws Exception {
        try (Scenario it = start(jdk, dir, SOURCE, LOOP)) {
            it.target().call(PatchPoint.class.getName(), "poll");
            Debugger debugger = new Debugger(it.target());
            List<String> type = List.of(PatchPoint.class.getName());
            var empty = debugger.code(type);
            it.target().start("sleeper", "lib.Thing", "hold", "gate");
            it.target().awaitEntered("gate");

            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(debugger.code(type)).as("in transition").isNotEqualTo(empty);
            assertThat(it.target().call(PatchPoint.class.getName(), "poll")).isEqualTo("null");
            it.expect(0, "reverse");
            assertThat(debugger.code(type)).as("after a reversal").isEqualTo(empty);

            it.target().release("gate");
            it.expect(0, "enable", Scenario.PATCH);
            assertThat(debugger.code(type)).as("after a transition").isEqualTo(empty);
        }
    }

    @EveryJdk(from = 21)
    void aThreadTooDeepToBeSeenWholeMovesWhenItPolls(Jdk jdk, @TempDir Path dir) throws Exception {
        try (Scenario it = start(jdk, dir, SOURCE, LOOP)) {
            it.target().call("lib.Thing", "version");
            it.target().startVirtual("polling", "lib.Loop", "deep", "true");
            it.target().startVirtual("quiet", "lib.Loop", "deep", "false");

            it.expect(0, "apply", it.bundle(), "--no-wait");
            assertThat(it.awaitOnlyBlocker("quiet").reason()).isEqualTo("UNRELIABLE");

            it.target().call("lib.Loop", "stop");
            it.expect(0, "wait");
            assertThat(it.target().join("polling")).isEqualTo("1");
            it.target().join("quiet");
        }
    }
}
