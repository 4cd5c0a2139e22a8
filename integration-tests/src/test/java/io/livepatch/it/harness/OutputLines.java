package io.livepatch.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Collects the lines a process prints, on a thread of its own so that the process never waits for us. */
final class OutputLines {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    /** @param taken says of a line that it was dealt with and need not be kept */
    OutputLines(InputStream stream, String name, Predicate<String> taken) {
        reader = new Thread(() -> read(stream, taken), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream stream, Predicate<String> taken) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!taken.test(line)) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            lines.add("(stream broken: " + e + ")");
        }
    }

    /** Those so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** All, once the process has closed the stream. */
    List<String> awaitAll() throws InterruptedException {
        reader.join();
        return lines();
    }
}
