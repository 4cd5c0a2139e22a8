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
import java.util.stream.Stream;
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
                    .untilAsserted(() -> assertThat(oracle.counts().oldUnits()).isGreaterThan(1_000));
            assertThat(oracle.counts().violations()).isZero();
            Iterator<Path> next = Stream.iterate(0, i -> i + 1)
                    .map(i -> i % 2 == 0 ? versions.v2() : versions.v1())
                    .iterator();
            await("a unit that saw both versions")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        target.call(AGENT, "redefine", next.next().toString());
                        assertThat(oracle.counts().violations()).isPositive();
                    });
            assertThat(oracle.stop().failures()).isZero();
        }
    }
}
