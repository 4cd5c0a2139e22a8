package io.livepatch.it.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The consistency oracle: many threads that run units of work through patched and unpatched methods in turn, and check whether what
 * they see is allowed, which {@code io.livepatch.it.target.Trace} explains. The program's sources are the resources below
 * {@code oracle}. Its methods are in groups A to F, and each group can be compiled in any version, 0 at the start.
 */
public final class Oracle {
    /** How many groups of methods there are. */
    public static final int GROUPS = 6;

    private static final String LOAD = "io.livepatch.it.target.Load";
    private static final String WORLD = "io.livepatch.it.target.World";
    private static final String ENTRY = "oracle.Entry";
    private static final Pattern VERSION = Pattern.compile("'([A-F])', VERSION");
    private static final int PLATFORM_THREADS = 16;
    private static final int VIRTUAL_THREADS = 24;

    private final TargetJvm target;

    /**
     * What the threads saw so far.
     *
     * @param units units of work
     * @param before how often a thread saw itself not moved yet by a running transition; counted when threads end
     * @param after how often it saw itself moved
     * @param lives threads that ended
     * @param copies loaders that defined the program anew
     * @param failures units that threw
     * @param violations units that saw what is not allowed, by the name of their loader
     */
    public record Counts(
            long units,
            long before,
            long after,
            long lives,
            long copies,
            long failures,
            Map<String, Integer> violations,
            String text) {}

    /** Starts the load in a target that has the first version on its class path. */
    public Oracle(TargetJvm target, long seed) {
        this.target = target;
        counts(target.call(
                LOAD,
                "start",
                ENTRY,
                Integer.toString(PLATFORM_THREADS),
                Integer.toString(VIRTUAL_THREADS),
                Long.toString(seed)));
    }

    /** Has the program defined by one new loader after the other, each running some units. */
    public void startCopies(Path program, long seed) {
        counts(target.call(LOAD, "startCopies", ENTRY, program.toString(), Long.toString(seed)));
    }

    /** Has the program defined by new loaders on so many threads at once, the latest of which are kept. */
    public void startStorm(Path program, int threads, long seed) {
        counts(target.call(
                LOAD, "startStorm", ENTRY, program.toString(), Integer.toString(threads), Long.toString(seed)));
    }

    /**
     * Runs the program in the kept loaders of a storm.
     *
     * @param loaders how many these were
     * @param wrong the names of those in which something was seen that is not allowed
     */
    public record Visit(int loaders, Set<String> wrong) {}

    /** Goes to the kept loaders of a storm, on a thread that has seen nothing before. */
    public Visit visitCopies() {
        String[] visit = target.call(LOAD, "visitCopies").split(";", 2);
        return new Visit(Integer.parseInt(visit[0]), visit[1].isEmpty() ? Set.of() : Set.of(visit[1].split(",")));
    }

    /** Compiles the program twice, with all groups in version 0 and with all in version 1. */
    public static Versions compile(Path directory) {
        return new Versions(
                compile(directory.resolve("v1"), new int[GROUPS]), compile(directory.resolve("v2"), all(1)));
    }

    /** Compiles the program with each group in its version. */
    public static Path compile(Path directory, int... versions) {
        String[] sources = Stream.of(Sources.in("oracle"))
                .map(source -> VERSION.matcher(source)
                        .replaceAll(found -> "'" + found.group(1) + "', "
                                + versions[found.group(1).charAt(0) - 'A']))
                .toArray(String[]::new);
        return Compiler.compile(directory, List.of(), sources);
    }

    /** The same version for each group. */
    public static int[] all(int version) {
        int[] versions = new int[GROUPS];
        Arrays.fill(versions, version);
        return versions;
    }

    /**
     * To be called before a transition starts.
     *
     * @param versions of each group, that it leads to
     * @param turned whether it may be turned round
     */
    public void open(int[] versions, boolean turned) {
        String after = Arrays.stream(versions).mapToObj(Integer::toString).collect(Collectors.joining(","));
        target.call(WORLD, "open", after, Boolean.toString(turned));
    }

    /**
     * To be called when it has ended.
     *
     * @param wentAfter false if everything is as it was before
     */
    public void close(boolean wentAfter) {
        target.call(WORLD, "close", Boolean.toString(wentAfter));
    }

    public Counts counts() {
        return counts(target.call(LOAD, "counts"));
    }

    /** Ends the load. */
    public Counts stop() {
        return counts(target.call(LOAD, "stop"));
    }

    private static Counts counts(String text) {
        Map<String, String> values = Arrays.stream(text.split(";", 8))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Counts(
                Long.parseLong(values.get("units")),
                Long.parseLong(values.get("before")),
                Long.parseLong(values.get("after")),
                Long.parseLong(values.get("lives")),
                Long.parseLong(values.get("copies")),
                Long.parseLong(values.get("failures")),
                violations(values.get("violations")),
                text);
    }

    private static Map<String, Integer> violations(String text) {
        Map<String, Integer> violations = new TreeMap<>();
        Pattern.compile("([\\w-]+)=(\\d+)")
                .matcher(text)
                .results()
                .forEach(each -> violations.put(each.group(1), Integer.valueOf(each.group(2))));
        return violations;
    }
}
