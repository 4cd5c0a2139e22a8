package io.livepatch.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Source text as files, for compilers that take nothing else. */
final class SourceFiles {
    private SourceFiles() {}

    /** Writes each source to a directory of its own beside the compiler's output, and returns the files in order. */
    static List<String> write(Path output, String ending, String... sources) {
        return write(output, source -> "Source" + ending, sources);
    }

    /** The same with a name for each that is made from it. */
    static List<String> write(Path output, UnaryOperator<String> name, String... sources) {
        List<String> files = new ArrayList<>();
        Path directory = output.resolveSibling(output.getFileName() + "-sources");
        try {
            Files.createDirectories(output);
            for (int i = 0; i < sources.length; i++) {
                Path source =
                        Files.createDirectories(directory.resolve("s" + i)).resolve(name.apply(sources[i]));
                files.add(Files.writeString(source, sources[i]).toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
