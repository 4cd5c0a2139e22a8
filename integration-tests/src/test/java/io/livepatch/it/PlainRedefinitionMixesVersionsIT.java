package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** The control of the oracle: what every tool without a consistency model does, under the same load. */
class PlainRedefinitionMixesVersionsIT {
    private static final String AGENT = "io.livepatch.it.target.TestAgent";

    @EveryJdk
    void redefiningAllClassesAtOnceLetsUnitsSeeBothVersions(Jdk jdk, @TempDir Path dir) {
        Versions versions = Oracle.compile(dir);
        try (TargetJvm target =
                TargetJvm.on(jdk, dir).with(versions.v1()).testAgent().start()) {
            Oracle oracle = new Oracle(target, 1);
            await("units before the first redefinition")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(oracle.counts().units()).isGreaterThan(1_000));
            assertThat(oracle.counts().violations()).isEmpty();
            Iterator<Integer> next = IntStream.iterate(1, i -> 1 - i).iterator();
            await("a unit that saw both versions")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        int version = next.next();
                        Path classes = version == 1 ? versions.v2() : versions.v1();
                        oracle.open(Oracle.all(version), false);
                        target.call(AGENT, "redefine", classes.toString());
                        oracle.close(true);
                        assertThat(oracle.counts().violations()).isNotEmpty();
                    });
            assertThat(oracle.stop().failures()).isZero();
        }
    }
}
