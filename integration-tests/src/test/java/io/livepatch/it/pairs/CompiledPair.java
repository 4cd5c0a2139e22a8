package io.livepatch.it.pairs;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pair as class files, in directories of its own. */
record CompiledPair(RandomPair pair, Versions versions) {
    /** Compiles many at once, which takes a fraction of the time. */
    static List<CompiledPair> compile(List<RandomPair> pairs, Path directory) throws IOException {
        Path old = Compiler.compile(
                directory.resolve("old"),
                List.of(),
                pairs.stream().map(RandomPair::oldSource).toArray(String[]::new));
        Path changed = Compiler.compile(
                directory.resolve("new"),
                List.of(),
                pairs.stream().map(RandomPair::newSource).toArray(String[]::new));
        List<CompiledPair> compiled = new ArrayList<>();
        for (RandomPair pair : pairs) {
            compiled.add(new CompiledPair(pair, new Versions(alone(pair, old), alone(pair, changed))));
        }
        return compiled;
    }

    private static Path alone(RandomPair pair, Path together) throws IOException {
        Path directory = together.resolveSibling(pair.name() + "-" + together.getFileName());
        Files.createDirectory(directory);
        Files.move(together.resolve(pair.name()), directory.resolve(pair.name()));
        return directory;
    }
}
