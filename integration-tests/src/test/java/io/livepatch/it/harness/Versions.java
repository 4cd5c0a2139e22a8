package io.livepatch.it.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two versions of a library, as directories of class files.
 *
 * @param v1 what the target starts with
 * @param v2 the fixed one
 */
public record Versions(Path v1, Path v2) {
    /** What stands for the version in source text. */
    private static final String MARK = "VERSION";

    /** Compiles the sources twice: the word {@code VERSION} in them becomes 0 in the first version and 1 in the second. */
    public static Versions of(Path directory, String... sources) {
        return of(directory, List.of(), sources);
    }

    /** The same with more options for javac. */
    public static Versions of(Path directory, List<String> options, String... sources) {
        Path v1 = Compiler.compile(directory.resolve("v1"), options, marked(sources, "0"));
        Path v2 = Compiler.compile(directory.resolve("v2"), options, marked(sources, "1"));
        return new Versions(v1, v2);
    }

    private static String[] marked(String[] sources, String version) {
        return Stream.of(sources).map(source -> source.replace(MARK, version)).toArray(String[]::new);
    }
}
