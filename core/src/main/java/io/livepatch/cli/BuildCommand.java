package io.livepatch.cli;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.build.CodeOptions;
import io.livepatch.build.ConsistencyRules;
import io.livepatch.build.Slice;
import io.livepatch.model.Callbacks;
import io.livepatch.model.JavaReleases;
import io.livepatch.model.ReplaceSet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
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

    @Option(
            names = "--replace",
            paramLabel = "SET",
            description =
                    "Take the place of the enabled patches of this set, in the same transition. The patch belongs to"
                            + " the set too.",
            order = 5)
    private String replace;

    @Option(
            names = "--set",
            paramLabel = "SET",
            description = "Belong to this set without replacing anything: a later patch built with --replace SET takes"
                    + " this one's place.",
            order = 6)
    private String set;

    @Option(
            names = "--guard",
            paramLabel = "C.m|auto",
            description =
                    "Guard this unchanged method, or C.m(descriptor): the whole of it sees one side. auto: guard the"
                            + " methods of OLD that call several changed ones. Repeatable.",
            order = 7)
    private List<String> guards = List.of();

    @Option(
            names = "--immediate",
            paramLabel = "C.m",
            description = "Switch this changed method, or C.m(descriptor), at once for every thread, outside the"
                    + " consistency rule. Repeatable.",
            order = 8)
    private List<String> immediate = List.of();

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            description =
                    "JARs and directories, separated as in a class path, in which the probe, the callbacks and the"
                            + " classes of guards are looked for; guards also in OLD.",
            order = 9)
    private String classPath = "";

    @Option(
            names = "--allow-jdk",
            description = "Patch classes of the JDK itself, through which every thread of the JVM runs.",
            order = 10)
    private boolean allowJdk;

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description =
                    "Take these changes of the release and what they need, and leave the rest: names of classes or"
                            + " Class.method, where * is any text but a dot and ** any text. Repeatable.",
            order = 11)
    private List<String> only = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Leave these changes unless others need them. Repeatable.",
            order = 12)
    private List<String> exclude = List.of();

    @Option(
            names = "--probe",
            paramLabel = "CLASS",
            description = "A class on the --classpath whose 'public static boolean vulnerable()' tells whether the old"
                    + " behaviour shows. It goes into the bundle with what it needs of its JAR; apply runs it.",
            order = 13)
    private String probe;

    @Option(
            names = "--callbacks",
            paramLabel = "CLASS",
            description = "A class on the --classpath that implements io.livepatch.api.PatchCallbacks. It goes into the"
                    + " bundle with what it needs of its JAR, and runs when the patch comes into force and when it goes."
                    + " Repeatable; they run in this order.",
            order = 14)
    private List<String> callbacks = List.of();

    @Option(
            names = "--callback-timeout",
            paramLabel = "N",
            description = "How long one call of a callback may take, with a unit: ms, s, m, h. Default: 30s.",
            converter = DurationConverter.class,
            order = 15)
    private Duration callbackTimeout = Callbacks.DEFAULT_TIMEOUT;

    @Option(
            names = "--release",
            paramLabel = "N",
            description = "Compare what a JVM of this Java release takes from a multi-release JAR. Default: the classes"
                    + " for all releases.",
            order = 16)
    private Integer release;

    @Option(
            names = "--explain",
            description = "Say for each method of the bundle in which instruction it differs first.",
            order = 17)
    private boolean explain;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        BuildOptions options = options();
        try (ClassesBar progress = console.classesBar()) {
            BuildResult result = BundleBuilder.build(oldLibrary, newLibrary, bundle, options, progress);
            return new BuildReport(console, explain).report(options.name(), result);
        } catch (BuildInputException e) {
            throw new CommandException(problem(e.kind()), e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(
                    Problem.UNWRITABLE_FILE, "the bundle " + bundle + " cannot be written: " + Text.reason(e), e);
        }
    }

    private BuildOptions options() throws CommandException {
        try {
            return new BuildOptions(
                    name == null ? BuildOptions.defaultName(newLibrary) : name,
                    version,
                    description,
                    ReplaceSet.of(replace, set),
                    ConsistencyRules.parse(immediate, guards, classPath()),
                    Slice.of(only, exclude),
                    new CodeOptions(Optional.ofNullable(probe), callbacks, callbackTimeout),
                    release(),
                    allowJdk);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Problem.USAGE, e.getMessage(), e);
        }
    }

    private OptionalInt release() {
        if (release != null && release < JavaReleases.OLDEST) {
            throw new IllegalArgumentException("a Java release that livepatch runs on is " + JavaReleases.OLDEST
                    + " or later, unlike --release " + release);
        }
        return release == null ? OptionalInt.empty() : OptionalInt.of(release);
    }

    private List<Path> classPath() {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static Problem problem(BuildInputException.Kind kind) {
        return switch (kind) {
            case MISSING -> Problem.NO_SUCH_FILE;
            case TARGET -> Problem.USAGE;
            case UNREADABLE, NO_CLASSES -> Problem.UNREADABLE_FILE;
        };
    }
}
