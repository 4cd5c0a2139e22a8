package io.livepatch.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Entry point of the command line. */
public final class Main {
    private Main() {}

    /**
     * Carries out one command.
     *
     * @param args as typed
     * @return the exit status
     */
    public static int run(String[] args) {
        return CommandLineFactory.create(World.system(ownJar()), args).execute(args);
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** The file the tool runs from, which is also the agent it installs; empty if it runs from a directory of classes. */
    private static Optional<Path> ownJar() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
        } catch (URISyntaxException | IllegalArgumentException e) {
            // not from a file of this machine
            return Optional.empty();
        }
    }
}
