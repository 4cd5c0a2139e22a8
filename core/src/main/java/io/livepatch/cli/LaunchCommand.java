package io.livepatch.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the command line of a {@code java} launcher: for a JVM that keeps no performance data, which would tell. */
final class LaunchCommand {
    /** Options whose value is the next word. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-reads",
            "--add-exports",
            "--add-opens",
            "--patch-module",
            "--enable-native-access",
            "--source");

    private static final Set<String> BEFORE_MAIN = Set.of("-jar", "-m", "--module");

    private LaunchCommand() {}

    /** The main class, module or JAR; empty if the words do not tell, as with a file of arguments. */
    static Optional<String> mainClass(List<String> words) {
        Iterator<String> rest = words.iterator();
        if (rest.hasNext()) {
            rest.next();
        }
        while (rest.hasNext()) {
            String word = rest.next();
            if (BEFORE_MAIN.contains(word)) {
                return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
            }
            if (WITH_VALUE.contains(word)) {
                if (rest.hasNext()) {
                    rest.next();
                }
            } else if (word.startsWith("@")) {
                return Optional.empty();
            } else if (!word.startsWith("-")) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }
}
