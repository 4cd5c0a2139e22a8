package io.livepatch.it.corpus;

import io.livepatch.it.harness.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The table {@code corpus/pairs.tsv}: one pair a line, columns separated by tabs, {@code -} for nothing. */
final class Pairs {
    private static final int COLUMNS = 10;
    private static final String NOTHING = "-";

    private Pairs() {}

    /** In the order of the table. */
    static List<Pair> all() {
        Path table = Compiler.targetClasses().resolve("corpus/pairs.tsv");
        try {
            return Files.readAllLines(table).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Pairs::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pair parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(columns.length + " columns in place of " + COLUMNS + ": " + line);
        }
        Map<Mode, Expectation> expectations = new EnumMap<>(Mode.class);
        expect(expectations, Mode.SLICE, columns[8]);
        expect(expectations, Mode.WHOLE, columns[9]);
        List<String> libraries = words(columns[4]);
        return new Pair(
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                libraries,
                columns[5].equals(NOTHING) ? libraries : words(columns[5]),
                words(columns[6]),
                columns[7].equals("quick"),
                expectations);
    }

    private static void expect(Map<Mode, Expectation> expectations, Mode mode, String text) {
        if (!text.equals(NOTHING)) {
            expectations.put(mode, Expectation.parse(text));
        }
    }

    private static List<String> words(String text) {
        return text.equals(NOTHING) ? List.of() : List.of(text.split(" ", -1));
    }
}
