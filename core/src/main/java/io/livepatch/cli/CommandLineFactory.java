package io.livepatch.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Sets up the command line: where it prints, and what exit status a failure has. */
final class CommandLineFactory {
    private CommandLineFactory() {}

    static CommandLine create(World world) {
        CommandLine commandLine = new CommandLine(new Livepatch(world))
                .setOut(writer(world.out()))
                .setErr(writer(world.err()))
                .setColorScheme(Help.defaultColorScheme(world.colors()))
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(world.colors() == Ansi.ON)
                .setParameterExceptionHandler((failure, args) -> usage(world, failure, args))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(world, failure, command));
        commandLine.getCommandSpec().usageMessage().exitCodeList(exitCodes()).exitCodeListHeading("%nExit status:%n");
        return commandLine;
    }

    /** For help and completion scripts, which are ASCII. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitStatus status : ExitStatus.values()) {
            codes.put(Integer.toString(status.code()), status.meaning());
        }
        return codes;
    }

    private static int usage(World world, ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        boolean json = Arrays.asList(args).contains(OutputOptions.JSON);
        new Console(world, json, false).failure(new CommandException(Problem.USAGE, failure.getMessage(), failure));
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        pointToHelp(world, command);
        return Problem.USAGE.status().code();
    }

    private static int failed(World world, Exception failure, CommandLine command) {
        Console console = command.getCommand() instanceof LivepatchCommand ours
                ? ours.console()
                : new Console(world, false, false);
        if (failure instanceof CommandException expected) {
            console.failure(expected);
            if (expected.kind().equals(Problem.USAGE.name())) {
                pointToHelp(world, command);
            }
            return expected.status().code();
        }
        CommandException bug = new CommandException(Problem.INTERNAL, "the tool failed: " + failure, failure);
        console.failure(bug);
        failure.printStackTrace(world.err());
        return bug.status().code();
    }

    private static void pointToHelp(World world, CommandLine command) {
        world.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
}
