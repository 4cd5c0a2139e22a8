package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A fix of a small library, written as a patch file: lines that begin with a minus sign are of the old version only, those with a plus sign
 * of the new one. Its package is called as the file, and has a class {@code Probe} with a method {@code run}.
 *
 * @param directory of the file, among the resources
 * @param name of the file, without its ending
 */
public record Fix(String directory, String name) {
    private static final String OF_EVERY_KIND = "fixes";
    private static final String ENDING = ".txt";
    /** Parts the name of a fix from that of another package of it. */
    private static final char PART = '_';

    /** One of those of every kind, in Java. */
    public Fix(String name) {
        this(OF_EVERY_KIND, name);
    }

    /** All those of every kind. */
    public static List<Fix> all() {
        try (Stream<Path> files = Files.list(Compiler.targetClasses().resolve(OF_EVERY_KIND))) {
            List<Fix> fixes = files.map(file -> file.getFileName().toString().replace(ENDING, ""))
                    .filter(name -> !name.endsWith(PART + "other"))
                    .sorted()
                    .map(Fix::new)
                    .toList();
            assertThat(fixes).isNotEmpty();
            return fixes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The old versions of all those of every kind. */
    public static List<String> oldSources() {
        return all().stream().flatMap(fix -> Stream.of(fix.sources('+'))).toList();
    }

    /** Compiles both versions. */
    public Versions compile(Path work, String... options) {
        return compile(work, (output, sources) -> Compiler.compile(output, List.of(options), sources));
    }

    /** Compiles both versions with a compiler that takes a directory to write to and sources, and returns the directory. */
    public Versions compile(Path work, BiFunction<Path, String[], Path> compiler) {
        return new Versions(
                compiler.apply(work.resolve(name + "-old"), sources('+')),
                compiler.apply(work.resolve(name + "-new"), sources('-')));
    }

    /** The class to ask. */
    public String probe() {
        return name + ".Probe";
    }

    private String[] sources(char without) {
        List<String> sources = new ArrayList<>();
        Path resources = Compiler.targetClasses().resolve(directory);
        for (String file : List.of(name, name + PART + "other")) {
            Path path = resources.resolve(file + ENDING);
            if (Files.exists(path)) {
                sources.add(version(path, without));
            }
        }
        return sources.toArray(String[]::new);
    }

    private static String version(Path file, char without) {
        try {
            StringBuilder source = new StringBuilder();
            for (String line : Files.readAllLines(file)) {
                boolean other = !line.isEmpty() && line.charAt(0) == without;
                source.append(line.isEmpty() || other ? "" : line.substring(1)).append('\n');
            }
            return source.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
