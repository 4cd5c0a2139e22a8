package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An immediate method switches for every thread at once, also for one that stays in the old bodies of all others. */
class ImmediateMethodsIT {
    private static final String THING = "lib.Thing";
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Thing {
                public static int log() { return VERSION; }
                static int version() { return VERSION; }
                public static String hold(String gate) {
                    int before = VERSION;
                    Gates.pass(gate);
                    return before + " " + version() + " log " + log();
                }
                public static int log(String gate) {
                    Gates.pass(gate);
                    return VERSION;
                }
            }
            """;

    @EveryJdk
    void switchAtOnceInEveryDirection(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Versions versions = Versions.of(dir, SOURCE);
        Path bundle = Livepatch.build(versions, dir.resolve("fix.jar"), "--immediate", "lib.Thing.log");
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            target.start("held", THING, "hold", "gate");
            target.start("reversed", THING, "hold", "second gate");
            target.start("logging", THING, "log", "third gate");
            target.awaitEntered("gate");
            target.awaitEntered("second gate");
            target.awaitEntered("third gate");
            tool.run("apply", target.pid(), bundle, "--no-wait").assertExit(0);
            target.release("gate");
            assertThat(target.join("held")).isEqualTo("0 0 log 1");
            assertThat(tool.status(target).blockerNames())
                    .as("a thread in an immediate method holds nothing")
                    .doesNotContain("logging");

            tool.run("reverse", target.pid()).assertExit(0);
            target.release("second gate");
            assertThat(target.join("reversed")).isEqualTo("0 0 log 0");
            target.release("third gate");
            assertThat(target.join("logging")).isEqualTo("0");
        }
    }
}
