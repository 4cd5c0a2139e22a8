package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A patch on top of another: the newest body of the version stack runs. */
class StackedPatchesIT {
    private static final String THING = "lib.Thing";
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Thing {
                public static int version() { return VERSION; }
                public static int hold(String gate) {
                    int before = VERSION;
                    Gates.pass(gate);
                    return 10 * before + version();
                }
            }
            """;

    @EveryJdk
    void areTakenBackInTheReverseOrder(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Versions versions = Versions.of(dir, SOURCE);
        Path lower = Livepatch.build(versions, dir.resolve("lower.jar"));
        Path upper = Livepatch.build(new Versions(versions.v2(), third(dir)), dir.resolve("upper.jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            assertThat(target.call(THING, "version")).isEqualTo("0");
            tool.run("apply", target.pid(), upper).assertExit(1).assertSays(THING);
            tool.run("apply", target.pid(), lower).assertExit(0);
            assertThat(target.call(THING, "version")).isEqualTo("1");
            target.start("sleeper", THING, "hold", "gate");
            target.awaitEntered("gate");
            tool.run("apply", target.pid(), upper, "--timeout", "1s").assertExit(4);
            target.release("gate");
            tool.run("wait", target.pid()).assertExit(0);
            assertThat(target.join("sleeper"))
                    .as("all of the call in the lower patch")
                    .isEqualTo("11");
            assertThat(target.call(THING, "version")).isEqualTo("2");

            tool.run("disable", target.pid(), "upper").assertExit(0);
            assertThat(target.call(THING, "version")).isEqualTo("1");
            tool.run("disable", target.pid(), "lower").assertExit(0);
            assertThat(target.call(THING, "version")).isEqualTo("0");
        }
    }

    @EveryJdk
    void areTakenBackOldestFirst(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Versions versions = Versions.of(dir, SOURCE);
        Path lower = Livepatch.build(versions, dir.resolve("lower.jar"));
        Path upper = Livepatch.build(new Versions(versions.v2(), third(dir)), dir.resolve("upper.jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            tool.run("apply", target.pid(), lower).assertExit(0);
            tool.run("apply", target.pid(), upper).assertExit(0);

            tool.run("disable", target.pid(), "lower").assertExit(0).assertSays("upper");
            assertThat(target.call(THING, "version"))
                    .as("the upper patch in force")
                    .isEqualTo("2");
            assertThat(tool.status(target).stackOrderOf("upper")).isEqualTo(1);
            target.loader("later", versions.v1());
            assertThat(target.callIn("later", THING, "version"))
                    .as("a class loaded while only the upper patch is in force")
                    .isEqualTo("2");

            tool.run("enable", target.pid(), "lower").assertExit(1).assertSays("upper");
            tool.run("disable", target.pid(), "upper").assertExit(0);
            assertThat(target.call(THING, "version")).isEqualTo("0");
            assertThat(target.callIn("later", THING, "version")).isEqualTo("0");
            tool.run("enable", target.pid(), "upper").assertExit(1).assertSays(THING);
            tool.run("enable", target.pid(), "lower").assertExit(0);
            tool.run("enable", target.pid(), "upper").assertExit(0);
            assertThat(target.call(THING, "version")).isEqualTo("2");
        }
    }

    private static Path third(Path dir) {
        return Compiler.compile(dir.resolve("v3"), List.of(), SOURCE.replace("VERSION", "2"));
    }
}
