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

    public ConsistencyRules {
        immediate = List.copyOf(immediate);
        guards = List.copyOf(guards);
        classPath = List.copyOf(classPath);
    }
}
