package io.livepatch.bench;

import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The library that is patched in the target: ten classes, four methods of each. */
final class ManyClasses {
    private static final int COUNT = 10;
    private static final String SOURCE = """
            package lib;
            import java.util.*;
            public class NAME {
                private final Map<String, Integer> counts = new TreeMap<>();
                public int add(String text) {
                    for (String word : text.split(" ")) {
                        counts.merge(word, 1 + VERSION, Integer::sum);
                    }
                    return counts.size();
                }
                public int total() {
                    int total = VERSION;
                    for (int each : counts.values()) {
                        total += each;
                    }
                    return total;
                }
                public String text() {
                    StringBuilder text = new StringBuilder();
                    counts.forEach((word, count) -> text.append(word).append(count));
                    return text.append(VERSION).toString();
                }
                public static String checked(String text) {
                    if (text.length() < VERSION) {
                        throw new IllegalArgumentException("too short: " + text);
                    }
                    return text;
                }
            }
            """;

    private ManyClasses() {}

    static List<String> names() {
        return IntStream.range(0, COUNT).mapToObj(i -> "lib.Part" + i).toList();
    }

    static Versions versions(Path directory) {
        return Versions.of(
                directory,
                names().stream()
                        .map(name -> SOURCE.replace("NAME", name.substring("lib.".length())))
                        .toArray(String[]::new));
    }
}
