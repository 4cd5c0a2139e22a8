package io.livepatch.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** Sets up the command line: where it prints, and what exit status a failure has. */
final class CommandLineFactory {
    private static final List<Class<?>> COMMANDS = List.of(
            JvmsCommand.class,
            BuildCommand.class,
            InspectCommand.class,
            ApplyCommand.class,
            DisableCommand.class,
            EnableCommand.class,
            RemoveCommand.class,
            ReverseCommand.class,
            ForceCommand.class,
            SignalCommand.class,
            ProbeCommand.class,
            StatusCommand.class,
            ThreadsCommand.class,
            WaitCommand.class,
            HelpCommand.class,
            GenerateCompletion.class);

    /** Those that tell of the others. */
    private static final Set<Class<?>> ABOUT_ALL = Set.of(HelpCommand.class, GenerateCompletion.class);

    private CommandLineFactory() {}

    /** @param words what is to be carried out, as typed */
    static CommandLine create(World world, String... words) {
        CommandLine commandLine = new CommandLine(new Livepatch(world));
        commands(words).forEach(commandLine::addSubcommand);
        commandLine
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

    /** All commands, unless the first word is one that needs no other: describing each to picocli takes longer than carrying out most. */
    private static List<Class<?>> commands(String... words) {
        for (Class<?> each : COMMANDS) {
            String name = each.getAnnotation(Command.class).name();
            if (words.length > 0 && name.equals(words[0]) && !ABOUT_ALL.contains(each)) {
                return List.of(each);
            }
        }
        return COMMANDS;
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
