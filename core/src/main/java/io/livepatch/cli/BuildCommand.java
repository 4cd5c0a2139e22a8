package io.livepatch.cli;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code livepatch build}. */
@Command(
        name = "build",
        description =
                "Builds a bundle from two versions of a library: OLD is the one that runs, NEW the one with the fix.")
final class BuildCommand extends LivepatchCommand {
    @Parameters(index = "0", paramLabel = "OLD", description = "A JAR or a directory of classes.")
    private Path oldLibrary;

    @Parameters(index = "1", paramLabel = "NEW", description = "A JAR or a directory of classes.")
    private Path newLibrary;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "BUNDLE",
            description = "The file to write; replaced if it exists.",
            order = 1)
    private Path bundle;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Name of the patch, of letters, digits, dots, underscores and hyphens. Default: the name of the"
                            + " NEW file without .jar.",
            order = 2)
    private String name;

    @Option(names = "--version", paramLabel = "TEXT", description = "Version of the patch.", order = 3)
    private String version = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "What the patch is for.", order = 4)
    private String description = "";

    @Override
    ExitStatus execute(Console console) throws CommandException {
        BuildOptions options = options();
        try (ClassesBar progress = console.classesBar()) {
            BuildResult result = BundleBuilder.build(oldLibrary, newLibrary, bundle, options, progress);
            return new BuildReport(console).report(options.name(), result);
        } catch (BuildInputException e) {
            throw new CommandException(problem(e.kind()), e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(
                    Problem.UNWRITABLE_FILE, "the bundle " + bundle + " cannot be written: " + Text.reason(e), e);
        }
    }

    private BuildOptions options() throws CommandException {
        try {
            return new BuildOptions(name == null ? BuildOptions.defaultName(newLibrary) : name, version, description);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Problem.USAGE, e.getMessage(), e);
        }
    }

    private static Problem problem(BuildInputException.Kind kind) {
        return switch (kind) {
            case MISSING -> Problem.NO_SUCH_FILE;
            case TARGET -> Problem.USAGE;
            case UNREADABLE, NO_CLASSES -> Problem.UNREADABLE_FILE;
        };
    }
}
