package io.livepatch.it.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Jdks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests that a library's new release was published with end the same in a JVM that was patched to it and in one that was started with it, but for
 * those that say why they cannot. The short form runs some classes of some pairs of {@code corpus/restart.tsv};
 * {@code -Dlivepatch.it.restart=all} runs all, and a name that pair.
 */
@Execution(ExecutionMode.CONCURRENT)
class LikeARestartIT {
    private static final String SHORT = "quick";
    private static final String LONG = "all";
    private static final String FORM = System.getProperty("livepatch.it.restart", SHORT);
    private static final String EVERY_CLASS = ".*";
    private static final RestartTable TABLE = new RestartTable();

    static Stream<Arguments> runs() {
        return Jdks.found().stream()
                .flatMap(jdk -> RestartPairs.all().stream()
                        .filter(LikeARestartIT::isAskedFor)
                        .map(pair -> arguments(jdk, pair)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("runs")
    void aPatchedJvmPassesTheTestsOfTheNewRelease(Jdk jdk, RestartPair pair, @TempDir Path dir) throws IOException {
        String classes = FORM.equals(SHORT) ? pair.quick() : EVERY_CLASS;
        Comparison comparison = new RestartRun(jdk, dir, pair, classes).compare();
        TABLE.add(jdk, comparison);

        assertThat(comparison.differences(Reason.UNEXPLAINED))
                .as("%s%nwarnings: %s", comparison.report(), comparison.warnings())
                .isEmpty();
        assertThat(comparison.differences(Reason.OUTSIDE_READER))
                .as("what the table announces is so; %s", comparison.report())
                .hasSameSizeAs(pair.announced().keySet());
        assertThat(comparison.turned())
                .as("tests that fail without the patch, and so show that it is in force")
                .isNotEmpty();
    }

    private static boolean isAskedFor(RestartPair pair) {
        return switch (FORM) {
            case SHORT -> !pair.quick().isEmpty();
            case LONG -> true;
            default -> pair.name().equals(FORM);
        };
    }
}
