package io.livepatch.it.restart;

import io.livepatch.it.harness.Sources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The table {@code corpus/restart.tsv}: one pair a line, columns separated by tabs, {@code -} for nothing. */
public final class RestartPairs {
    private static final int COLUMNS = 7;
    private static final String NOTHING = "-";

    private RestartPairs() {}

    /** Coordinates of all that is to be there for them. */
    public static Stream<String> coordinates() {
        return all().stream().flatMap(RestartPair::coordinates);
    }

    /** In the order of the table. */
    static List<RestartPair> all() {
        return Sources.text("corpus/restart.tsv")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(RestartPairs::parse)
                .toList();
    }

    private static RestartPair parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(columns.length + " columns in place of " + COLUMNS + ": " + line);
        }
        Map<String, String> announced = new TreeMap<>();
        words(columns[6]).forEach(each -> {
            String[] testAndField = each.split("=", 2);
            announced.put(testAndField[0], testAndField[1]);
        });
        return new RestartPair(
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                words(columns[4]),
                columns[5].equals(NOTHING) ? "" : columns[5],
                announced);
    }

    private static List<String> words(String text) {
        return text.equals(NOTHING) ? List.of() : List.of(text.split(" ", -1));
    }
}
