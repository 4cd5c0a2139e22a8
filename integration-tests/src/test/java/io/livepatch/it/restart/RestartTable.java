package io.livepatch.it.restart;

import io.livepatch.it.harness.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes to {@code target/restart}: {@code table.md} with the columns of docs/corpus.md, {@code report.txt} with all differences. Confined to the test's thread. */
final class RestartTable {
    private static final Path DIRECTORY = Path.of("target", "restart");

    private final StringBuilder table = new StringBuilder("""
            | pair | release | JDK | tests | pass | end otherwise with OLD | of these as with NEW once patched | need added API | read a field from outside |
            |---|---|---|---|---|---|---|---|---|
            """);
    private final StringBuilder report = new StringBuilder();

    void add(Jdk jdk, Comparison comparison) {
        RestartPair pair = comparison.pair();
        long passed = comparison.restarted().outcomes().values().stream()
                .filter(each -> each.status().equals("SUCCESSFUL"))
                .count();
        table.append("| %s | %s %s → %s | %s | %d | %d | %d | %d | %d | %d |%n"
                .formatted(
                        pair,
                        pair.artifact().replaceFirst(".*:", ""),
                        pair.oldVersion(),
                        pair.newVersion(),
                        jdk.feature(),
                        comparison.restarted().outcomes().size(),
                        passed,
                        comparison.control().size(),
                        comparison.turned().size(),
                        comparison.differences(Reason.ADDED_API).size(),
                        comparison.differences(Reason.OUTSIDE_READER).size()));
        report.append("%s %s%n%s%n".formatted(pair, jdk, comparison.report()));
        try {
            Files.createDirectories(DIRECTORY);
            Files.writeString(DIRECTORY.resolve("table.md"), table);
            Files.writeString(DIRECTORY.resolve("report.txt"), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
