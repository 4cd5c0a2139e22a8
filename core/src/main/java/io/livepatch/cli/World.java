package io.livepatch.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * All that the commands touch outside themselves, so that tests can put something else in its place.
 *
 * @param out standard output: results
 * @param err standard error: messages and progress
 * @param colors whether standard output takes colours
 * @param bar whether a progress bar can be drawn on standard error
 */
record World(
        PrintStream out,
        PrintStream err,
        Ansi colors,
        boolean bar,
        Jvms jvms,
        Connector connector,
        AgentInstaller installer) {

    /** The real one. */
    static World system(Optional<Path> jar) {
        JvmProcess processes = new JvmProcess(Path.of("/proc"));
        return new World(
                System.out,
                System.err,
                Terminal.colors(),
                Terminal.isStandardError(),
                new LocalJvms(processes),
                Connector::overSocket,
                new AttachInstaller(jar, processes));
    }
}
