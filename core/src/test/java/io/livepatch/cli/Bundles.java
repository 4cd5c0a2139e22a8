package io.livepatch.cli;

import io.livepatch.testing.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes libraries to build bundles from. */
final class Bundles {
    private static final int RELEASE = 17;

    private Bundles() {}

    /** A directory with one class that greets. */
    static Path library(Path directory, String greeting) {
        return library(directory, greeting, "");
    }

    /** As above, with more members. */
    static Path library(Path directory, String greeting, String members) {
        String source = "package lib; public class Greeter { public String greet() { return \"" + greeting + "\"; } "
                + members + " }";
        Sources.compile(RELEASE, source).forEach((name, bytes) -> write(directory.resolve(name + ".class"), bytes));
        return directory;
    }

    /** A bundle file named fix.jar. */
    static Path bundle(Path directory) {
        Path bundle = directory.resolve("fix.jar");
        Path old = library(directory.resolve("bundle-old"), "hello");
        Path fixed = library(directory.resolve("bundle-new"), "bonjour");
        Tool.Result built = new Tool().run("build", old, fixed, "-o", bundle, "--name", "fix", "--version", "1.2");
        if (built.status() != 0) {
            throw new AssertionError(built.err());
        }
        return bundle;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
