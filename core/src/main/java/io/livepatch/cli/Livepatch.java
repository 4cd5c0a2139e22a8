package io.livepatch.cli;

import io.livepatch.control.ProductVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line without a command: help and version. */
@Command(
        name = "livepatch",
        description = "Patches running JVMs, one thread at a time.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Livepatch.Version.class,
        footer = {
            "",
            "PID is a process id or a unique part of a main class or JAR name.",
            "'livepatch help COMMAND' explains a command."
        })
final class Livepatch implements Runnable {
    private final World world;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    Livepatch(World world) {
        this.world = world;
    }

    World world() {
        return world;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command is given");
    }

    /** The version of the tool and of the Java that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"livepatch " + ProductVersion.current(), "Java " + Runtime.version()};
        }
    }
}
