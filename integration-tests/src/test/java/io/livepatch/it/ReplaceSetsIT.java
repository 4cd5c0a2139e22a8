package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Status;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A cumulative patch takes the place of the patches of its set, in one transition, and leaves other patches alone. */
class ReplaceSetsIT {
    private static final String THING = "lib.Thing";
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Thing {
                static int first() { return FIRST; }
                static int second() { return SECOND; }
                static int third() { return THIRD; }
                static int hold(String gate) {
                    int before = FIRST;
                    Gates.pass(gate);
                    return before;
                }
                public static String all() { return "" + first() + second() + third(); }
                public static String hold2(String gate) {
                    return hold(gate) + all();
                }
            }
            """;

    private static Path version(Path dir, String name, int first, int second, int third) {
        String source = SOURCE.replace("FIRST", "" + first)
                .replace("SECOND", "" + second)
                .replace("THIRD", "" + third);
        return Compiler.compile(dir.resolve(name), List.of(), source);
    }

    /** The first two fixes belong to the set, the hot fix does not; the cumulative patch fixes the first in another way. */
    private record Bundles(Path original, Path first, Path second, Path hotFix, Path cumulative) {
        static Bundles build(Path dir) {
            Path original = version(dir, "v0", 0, 0, 0);
            return new Bundles(
                    original,
                    Livepatch.build(
                            new Versions(original, version(dir, "v1", 1, 0, 0)),
                            dir.resolve("first.jar"),
                            "--set",
                            "security"),
                    Livepatch.build(
                            new Versions(original, version(dir, "v2", 0, 1, 0)),
                            dir.resolve("second.jar"),
                            "--set",
                            "security"),
                    Livepatch.build(new Versions(original, version(dir, "v3", 0, 0, 1)), dir.resolve("hot-fix.jar")),
                    Livepatch.build(
                            new Versions(original, version(dir, "v4", 2, 0, 0)),
                            dir.resolve("cumulative.jar"),
                            "--replace",
                            "security",
                            "--guard",
                            "lib.Thing.hold2"));
        }
    }

    @EveryJdk
    void aCumulativePatchTakesOverItsSetAndNothingElse(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Bundles bundles = Bundles.build(dir);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(bundles.original()).start()) {
            for (Path each : List.of(bundles.first(), bundles.second(), bundles.hotFix())) {
                tool.run("apply", target.pid(), each).assertExit(0);
            }
            assertThat(target.call(THING, "all")).isEqualTo("111");

            target.start("sleeper", THING, "hold2", "gate");
            target.awaitEntered("gate");
            tool.run("apply", target.pid(), bundles.cumulative(), "--no-wait").assertExit(0);
            tool.run("reverse", target.pid()).assertExit(0);
            assertThat(target.call(THING, "all")).as("taken back half-way").isEqualTo("111");
            Status back = tool.status(target);
            assertThat(List.of(back.stateOf("first"), back.stateOf("second"), back.stateOf("cumulative")))
                    .containsExactly("ENABLED", "ENABLED", "DISABLED");

            tool.run("enable", target.pid(), "cumulative", "--no-wait").assertExit(0);
            Status during = tool.status(target);
            assertThat(List.of(during.stateOf("first"), during.stateOf("hot-fix"), during.stateOf("cumulative")))
                    .containsExactly("DISABLING", "ENABLED", "ENABLING");
            target.release("gate");
            tool.run("wait", target.pid()).assertExit(0);
            assertThat(target.join("sleeper"))
                    .as("all of the call before the replacement")
                    .isEqualTo("1111");
            assertThat(target.call(THING, "all"))
                    .as("the second fix gone, the hot fix there")
                    .isEqualTo("201");

            Status after = tool.status(target);
            assertThat(List.of(
                            after.stateOf("first"),
                            after.stateOf("second"),
                            after.stateOf("hot-fix"),
                            after.stateOf("cumulative")))
                    .containsExactly("DISABLED", "DISABLED", "ENABLED", "ENABLED");
            assertThat(after.stackOrderOf("hot-fix")).isEqualTo(1);
            assertThat(after.stackOrderOf("cumulative")).isEqualTo(2);
            assertThat(after.eventsOfPatches()).contains("replaced first", "replaced second");

            tool.run("disable", target.pid(), "cumulative").assertExit(0);
            assertThat(target.call(THING, "all")).isEqualTo("001");
        }
    }

    @EveryJdk
    void aForcedReplacementMarksWhatComesAndWhatGoesAndNothingElse(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Bundles bundles = Bundles.build(dir);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(bundles.original()).start()) {
            tool.run("apply", target.pid(), bundles.first()).assertExit(0);
            tool.run("apply", target.pid(), bundles.hotFix()).assertExit(0);
            target.start("sleeper", THING, "hold2", "gate");
            target.awaitEntered("gate");

            tool.run("apply", target.pid(), bundles.cumulative(), "--timeout", "1s", "--on-timeout", "force")
                    .assertExit(0);

            Status after = tool.status(target);
            assertThat(after.isForced("cumulative")).isTrue();
            assertThat(after.isForced("first")).isTrue();
            assertThat(after.isForced("hot-fix")).isFalse();
            target.release("gate");
            assertThat(target.join("sleeper")).as("half of the call in either").isEqualTo("1201");
        }
    }
}
