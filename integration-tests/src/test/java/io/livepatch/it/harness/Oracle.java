package io.livepatch.it.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The consistency oracle: many threads that run units of work through patched and unpatched methods in turn. Its sources are the
 * resources below {@code oracle}; {@code io.livepatch.it.target.Load} runs them.
 */
public final class Oracle {
    private static final String LOAD = "io.livepatch.it.target.Load";
    private static final int PLATFORM_THREADS = 16;
    private static final int VIRTUAL_THREADS = 200;

    private final TargetJvm target;

    /** What the units saw so far. */
    public record Counts(long oldUnits, long newUnits, int violations, int failures, String text) {}

    /** Starts the load in a target that has the first version on its class path. */
    public Oracle(TargetJvm target, long seed) {
        this.target = target;
        counts(target.call(
                LOAD,
                "start",
                "oracle.Entry",
                Integer.toString(PLATFORM_THREADS),
                Integer.toString(VIRTUAL_THREADS),
                Long.toString(seed)));
    }

    /** Compiles both versions of the program. */
    public static Versions compile(Path directory) {
        return Versions.of(directory, Sources.in("oracle"));
    }

    public Counts counts() {
        return counts(target.call(LOAD, "counts"));
    }

    /** Ends the load. */
    public Counts stop() {
        return counts(target.call(LOAD, "stop"));
    }

    private static Counts counts(String text) {
        Map<String, String> values = Arrays.stream(text.split(";", 5))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Counts(
                Long.parseLong(values.get("old")),
                Long.parseLong(values.get("new")),
                Integer.parseInt(values.get("violations")),
                Integer.parseInt(values.get("failures")),
                text);
    }
}
