package io.livepatch.it.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Jdks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real fixes in live JVMs: it goes with each pair of {@code corpus/pairs.tsv} as the table says. The short form has the quick pairs, with
 * their slice; {@code -Dlivepatch.it.corpus=all} takes all, also as whole releases, wherever the table has an outcome, and also sees
 * to it that the fixed release has no hole. Names, separated by commas, take those pairs in both modes.
 */
class CorpusIT {
    private static final String SHORT = "quick";
    private static final String LONG = "all";
    private static final String FORM = System.getProperty("livepatch.it.corpus", SHORT);
    private static final CorpusTable TABLE = new CorpusTable();

    static Stream<Arguments> runs() {
        List<Jdk> jdks = Jdks.found();
        return jdks.stream()
                .flatMap(jdk -> pairs().flatMap(pair -> modes(pair).map(mode -> arguments(jdk, pair, mode))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("runs")
    void itGoesAsTheTableSays(Jdk jdk, Pair pair, Mode mode, @TempDir Path dir) {
        Corpus corpus = new Corpus(jdk, dir, pair);
        Result result = corpus.run(mode);
        TABLE.add(jdk, pair, mode, result);
        assertThat(pair.expectation(mode))
                .as("%s %s: %s", pair, mode, result.report())
                .hasValueSatisfying(expected -> assertThat(expected.isMetBy(result))
                        .as("%s expected, but: %s", expected, result.report())
                        .isTrue());
        if (!FORM.equals(SHORT)) {
            Sight restarted = corpus.afterARestart();
            assertThat(restarted.kind()).as("%s", restarted).isEqualTo(Sight.Kind.FIXED);
        }
    }

    private static Stream<Pair> pairs() {
        return Pairs.all().stream().filter(pair -> switch (FORM) {
            case SHORT -> pair.quick();
            case LONG -> true;
            default -> List.of(FORM.split(",")).contains(pair.name());
        });
    }

    private static Stream<Mode> modes(Pair pair) {
        return switch (FORM) {
            case SHORT -> Stream.of(pair.narrowest());
            case LONG ->
                Arrays.stream(Mode.values())
                        .filter(mode -> pair.expectation(mode).isPresent());
            default -> Arrays.stream(Mode.values()).filter(pair::has);
        };
    }
}
