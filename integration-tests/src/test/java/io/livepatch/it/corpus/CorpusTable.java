package io.livepatch.it.corpus;

import io.livepatch.it.harness.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Collects results, and writes them to {@code target/corpus}: {@code table.md} as it stands in docs/corpus.md, {@code report.txt} with
 * all refusals and warnings. Confined to the test's thread.
 */
final class CorpusTable {
    static final String NOT_RUN = "–";
    private static final Path DIRECTORY = Path.of("target", "corpus");
    private static final String HEAD = """
            | pair | release | with the slice | needed | whole release | needed |
            |---|---|---|---|---|---|
            """;

    private final Map<String, Map<Mode, Map<Jdk, Result>>> results = new TreeMap<>();
    private final StringBuilder report = new StringBuilder();

    void add(Jdk jdk, Pair pair, Mode mode, Result result) {
        results.computeIfAbsent(pair.name(), name -> new EnumMap<>(Mode.class))
                .computeIfAbsent(mode, each -> new TreeMap<>(Comparator.comparing(Jdk::version)))
                .put(jdk, result);
        report.append("%s %s %s: %s%n".formatted(pair, mode, jdk, result.report()));
        write();
    }

    /** After each, so that a long run that is stopped leaves what it has. */
    private void write() {
        String rows = Pairs.all().stream()
                .map(pair -> "| %s | %s %s → %s | %s | %s |%n"
                        .formatted(
                                pair,
                                pair.artifact().replaceFirst(".*:", ""),
                                pair.oldVersion(),
                                pair.newVersion(),
                                cells(pair, Mode.SLICE),
                                cells(pair, Mode.WHOLE)))
                .collect(Collectors.joining());
        try {
            Files.createDirectories(DIRECTORY);
            Files.writeString(DIRECTORY.resolve("table.md"), HEAD + rows);
            Files.writeString(DIRECTORY.resolve("report.txt"), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Outcome and need; where JDKs differ the outcome of each. */
    private String cells(Pair pair, Mode mode) {
        Map<Jdk, Result> byJdk = results.getOrDefault(pair.name(), Map.of()).getOrDefault(mode, Map.of());
        List<String> distinct =
                byJdk.values().stream().map(CorpusTable::cells).distinct().toList();
        return switch (distinct.size()) {
            case 0 -> NOT_RUN + " | ";
            case 1 -> distinct.get(0);
            default ->
                byJdk.entrySet().stream()
                        .map(each -> each.getKey().feature() + ": "
                                + each.getValue().verdict().words())
                        .collect(Collectors.joining(", ", "", " | "));
        };
    }

    private static String cells(Result result) {
        String kinds = result.refusals().summary();
        return result.verdict().words() + (kinds.isEmpty() ? "" : ": " + kinds) + " | "
                + result.build().needed();
    }
}
