package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The engine keeps no thread and no class of the application from being collected. */
class NothingIsLeftBehindIT {
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static int version() { return VERSION; }
                public static int hold(String gate) { Gates.pass(gate); return VERSION; }
            }
            """;

    @EveryJdk
    void aThreadThatHeldATransitionIsForgotten(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, SOURCE)) {
            it.target().start("first", "lib.Busy", "hold", "old");
            it.target().awaitEntered("old");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("first");
            it.target().release("old");
            it.expect(0, "wait");
            it.target().join("first");
            it.target().ask("collected", "first");

            it.target().start("second", "lib.Busy", "hold", "new");
            it.target().awaitEntered("new");
            it.expect(0, "disable", PATCH, "--no-wait");
            it.awaitOnlyBlocker("second");
            it.expect(0, "reverse");
            it.target().release("new");
            it.target().join("second");
            it.target().ask("collected", "second");
        }
    }

    @EveryJdk
    void aLoaderWhoseClassesWerePatchedIsUnloaded(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, SOURCE);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, dir.resolve(PATCH + ".jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            target.loader("first", versions.v1());
            target.loader("second", versions.v1());
            assertThat(target.callIn("first", "lib.Busy", "version")).isEqualTo("0");
            assertThat(target.callIn("second", "lib.Busy", "version")).isEqualTo("0");
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.callIn("first", "lib.Busy", "version")).isEqualTo("1");
            target.ask("collected", "first");

            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertThat(target.callIn("second", "lib.Busy", "version")).isEqualTo("0");
            tool.run("remove", target.pid(), PATCH).assertExit(0);
            target.ask("collected", "second");
        }
    }
}
