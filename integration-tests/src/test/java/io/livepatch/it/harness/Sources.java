package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that are too long for a text block: directories of Java sources among the test resources. */
public final class Sources {
    private Sources() {}

    /** The text of every source in a directory of the test resources. */
    public static String[] in(String directory) {
        try (Stream<Path> files = Files.list(Compiler.targetClasses().resolve(directory))) {
            String[] sources = files.sorted().map(Sources::read).toArray(String[]::new);
            assertThat(sources).as("sources in %s", directory).isNotEmpty();
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of one file of the test resources. */
    public static String text(String path) {
        return read(Compiler.targetClasses().resolve(path));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
