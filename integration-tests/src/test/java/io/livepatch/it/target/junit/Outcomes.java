package io.livepatch.it.target.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * What came of each test, and of each class or other container that did not end well. In the report a line has the identifier, how it ended, and
 * the exception with which it did and its causes, separated by tabs.
 */
final class Outcomes implements TestExecutionListener {
    private static final int CAUSES = 10;

    private final Map<String, String> lines = new TreeMap<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test.getUniqueId(), "SKIPPED");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
            String thrown = result.getThrowable().map(Outcomes::describe).orElse("");
            add(test.getUniqueId(), result.getStatus() + thrown);
        }
    }

    /** A class that cannot be looked into for tests. */
    void doesNotLink(String type, Throwable thrown) {
        add("[engine:junit-jupiter]/[class:" + type + "]", Status.FAILED + describe(thrown));
    }

    /** Writes the report, and says how many lines it has. */
    synchronized String write(Path report) throws IOException {
        Files.write(report, lines.values());
        return Integer.toString(lines.size());
    }

    private synchronized void add(String id, String outcome) {
        lines.put(id, oneWord(id) + "\t" + outcome);
    }

    private static String describe(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .limit(CAUSES)
                .map(each -> "\t" + oneWord(each.toString()))
                .collect(Collectors.joining());
    }

    private static String oneWord(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
