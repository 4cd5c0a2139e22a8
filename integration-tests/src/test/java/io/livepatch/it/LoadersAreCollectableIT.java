package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** A loader of patched classes goes with the first collection after its last reference, whatever state its patch is in. */
class LoadersAreCollectableIT {
    private static final String BUSY = "lib.Busy";
    private static final String SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static int version() { return VERSION; }
                public static int hold(String gate) { Gates.pass(gate); return VERSION; }
            }
            """;

    /** So many for each state, since the engine may be in the middle of a look at the loaded classes while one of them goes. */
    private static final int LOADERS = 3;

    @EveryJdk
    void byOneCollectionInEachState(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, SOURCE);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, dir.resolve(PATCH + ".jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").start()) {
            target.loader("holder", versions.v1());
            for (String state : List.of("never", "held", "enabled", "disabled", "removed")) {
                loadersFor(state).forEach(loader -> target.loader(loader, versions.v1()));
                assertVersion(target, state, "0");
            }
            assertGone(target, "never");

            target.startIn("holder", "sleeper", BUSY, "hold", "gate");
            target.awaitEntered("gate");
            tool.run("apply", target.pid(), bundle, "--no-wait").assertExit(0);
            await("the sleeper alone holds the transition")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> tool.status(target).blockerNames().equals(List.of("sleeper")));
            assertVersion(target, "held", "1");
            assertGone(target, "held");
            assertThat(tool.status(target).blockerNames()).as("still held").containsExactly("sleeper");

            target.release("gate");
            target.join("sleeper");
            tool.run("wait", target.pid()).assertExit(0);
            assertVersion(target, "enabled", "1");
            assertGone(target, "enabled");

            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertVersion(target, "disabled", "0");
            assertGone(target, "disabled");

            tool.run("remove", target.pid(), PATCH).assertExit(0);
            assertVersion(target, "removed", "0");
            assertGone(target, "removed");
        }
    }

    private static List<String> loadersFor(String state) {
        return IntStream.range(0, LOADERS).mapToObj(i -> state + "-" + i).toList();
    }

    private static void assertVersion(TargetJvm target, String state, String version) {
        for (String loader : loadersFor(state)) {
            assertThat(target.callIn(loader, BUSY, "version")).as(loader).isEqualTo(version);
        }
    }

    private static void assertGone(TargetJvm target, String state) {
        List<String> atOnce = loadersFor(state).stream()
                .filter(loader -> target.ask("collectedAtOnce", loader).equals("true"))
                .toList();
        assertThat(atOnce)
                .as("loaders '%s' that went with one collection each", state)
                .isNotEmpty();
        loadersFor(state).forEach(loader -> target.ask("collected", loader));
    }
}
