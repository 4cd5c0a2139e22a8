package io.livepatch.it.restart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One run of the tests: how each ended, by its identifier. */
record TestResults(Map<String, TestOutcome> outcomes) {
    /** Reads what {@code io.livepatch.it.target.junit.TestRun} wrote. */
    static TestResults read(Path report) {
        Map<String, TestOutcome> outcomes = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(report)) {
                List<String> words = List.of(line.split("\t", -1));
                outcomes.put(words.get(0), new TestOutcome(words.get(1), words.subList(2, words.size())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestResults(outcomes);
    }

    /** Never null: one that is not among them was not run. */
    TestOutcome of(String id) {
        return outcomes.getOrDefault(id, TestOutcome.NOT_RUN);
    }

    /** Those that ended otherwise in the other run. */
    Set<String> differences(TestResults other) {
        Set<String> differences = new TreeSet<>(outcomes.keySet());
        differences.addAll(other.outcomes.keySet());
        differences.removeIf(id -> of(id).isLike(other.of(id)));
        return differences;
    }
}
