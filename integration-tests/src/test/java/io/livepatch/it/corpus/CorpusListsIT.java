package io.livepatch.it.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.restart.RestartPairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pairs of the corpus are is said at one place; what is said again elsewhere agrees with it. */
class CorpusListsIT {
    private static final Pattern ITEM = Pattern.compile("<artifactItem><groupId>(.+)</groupId>"
            + "<artifactId>(.+)</artifactId><version>(.+)</version>(?:<classifier>(.+)</classifier>)?</artifactItem>");

    @Test
    void whatIsFetchedIsWhatThePairsNeed() throws IOException {
        Set<String> fetched = ITEM.matcher(Files.readString(Path.of("corpus/pom.xml")))
                .results()
                .map(item -> IntStream.rangeClosed(1, item.groupCount())
                        .mapToObj(item::group)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(":")))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> needed = Stream.concat(Pairs.all().stream().flatMap(Pair::coordinates), RestartPairs.coordinates())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(fetched).isEqualTo(needed);
    }

    @Test
    void theDocumentSaysWhatTheTableClaims() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/corpus.md"));
        for (Pair pair : Pairs.all()) {
            String row = rows.stream()
                    .filter(line -> line.startsWith("| " + pair + " |"))
                    .findFirst()
                    .orElse("no row of " + pair);
            String[] cells = row.split(" *\\| *", -1);
            assertThat(cells).as(row).hasSizeGreaterThan(5);
            assertClaim(pair, Mode.SLICE, cells[3]);
            assertClaim(pair, Mode.WHOLE, cells[5]);
        }
    }

    private static void assertClaim(Pair pair, Mode mode, String cell) {
        String claimed = pair.expectation(mode)
                .map(expected -> expected.verdict().words())
                .orElse(CorpusTable.NOT_RUN);
        assertThat(cell).as("%s %s", pair, mode).startsWith(claimed);
    }
}
