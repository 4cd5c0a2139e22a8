package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Sources;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What a patched JVM does is what a JVM does that was started with the fixed library; a disabled one does what it did before. */
class MethodsOfEveryKindIT {
    private static final int KINDS = 27;

    @EveryJdk
    void behaveAsAfterARestartWithTheFixAndBack(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, Sources.in("kinds"));
        List<String> old = probe(jdk, dir, versions.v1());
        List<String> fixed = probe(jdk, dir, versions.v2());
        assertThat(old).hasSize(KINDS);
        for (int i = 0; i < KINDS; i++) {
            assertThat(fixed.get(i)).as("a kind that shows its version").isNotEqualTo(old.get(i));
        }
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch, versions)) {
            assertThat(probe(it.target())).containsExactlyElementsOf(old);
            it.apply();
            assertThat(probe(it.target())).containsExactlyElementsOf(fixed);
            it.expect(0, "disable", PATCH);
            assertThat(probe(it.target())).containsExactlyElementsOf(old);
            it.expect(0, "enable", PATCH);
            assertThat(probe(it.target())).containsExactlyElementsOf(fixed);
        }
    }

    /** While the transition is held the stub is in every method, and a moved thread is on the new side of each. */
    @EveryJdk
    void behaveSoToTheThreadsThatHaveMovedWhileAnotherHoldsTheTransition(Jdk jdk, @TempDir Path dir) {
        String[] sources = Sources.in("kinds");
        String[] withHolder = Arrays.copyOf(sources, sources.length + 1);
        withHolder[sources.length] = """
                package lib;
                import io.livepatch.it.target.Gates;
                public class Holder {
                    public static String probe() {
                        Gates.pass("gate");
                        return VERSION + Probe.all();
                    }
                }
                """;
        Versions versions = Versions.of(dir, withHolder);
        List<String> old = probe(jdk, dir, versions.v1());
        List<String> fixed = probe(jdk, dir, versions.v2());
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch.agent(""), versions)) {
            it.target().start("holder", "lib.Holder", "probe");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("holder");
            assertThat(probe(it.target())).as("moved").containsExactlyElementsOf(fixed);
            it.target().release("gate");
            assertThat(lines(it.target().join("holder").substring(1)))
                    .as("unmoved")
                    .containsExactlyElementsOf(old);
            it.expect(0, "wait");
            assertThat(probe(it.target())).containsExactlyElementsOf(fixed);
        }
    }

    private static List<String> probe(Jdk jdk, Path dir, Path classes) {
        try (TargetJvm fresh = TargetJvm.on(jdk, dir).with(classes).start()) {
            return probe(fresh);
        }
    }

    private static List<String> probe(TargetJvm target) {
        return lines(target.call("lib.Probe", "all"));
    }

    private static List<String> lines(String text) {
        return List.of(text.split("\\\\n"));
    }
}
