package io.livepatch.build;

import java.nio.file.Path;
import java.util.List;

/**
 * What the operator says about which methods see one side together.
 *
 * @param immediate changed methods that switch at once for every thread
 * @param guards unchanged methods whose whole run sees one side
 * @param guardCallers whether unchanged methods of the library that call several changed ones become guards
 * @param classPath where classes of guards are looked for besides OLD: JARs or directories
 */
public record ConsistencyRules(
        List<MethodSelector> immediate, List<MethodSelector> guards, boolean guardCallers, List<Path> classPath) {
    /** Changed methods only, all of them under the rule. */
    public static final ConsistencyRules DEFAULT = new ConsistencyRules(List.of(), List.of(), false, List.of());

    /** In the place of a guard: the methods of OLD that call several changed ones. */
    private static final String AUTO = "auto";

    /**
     * From what an operator says.
     *
     * @param immediate methods as {@link MethodSelector#parse} reads them
     * @param guards the same, and {@code auto} for {@link #guardCallers}
     * @throws IllegalArgumentException if one is no method
     */
    public static ConsistencyRules parse(List<String> immediate, List<String> guards, List<Path> classPath) {
        return new ConsistencyRules(
                immediate.stream().map(MethodSelector::parse).toList(),
                guards.stream()
                        .filter(each -> !each.equals(AUTO))
                        .map(MethodSelector::parse)
                        .toList(),
                guards.contains(AUTO),
                classPath);
    }

    public ConsistencyRules {
        immediate = List.copyOf(immediate);
        guards = List.copyOf(guards);
        classPath = List.copyOf(classPath);
    }
}
