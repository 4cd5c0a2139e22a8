package io.livepatch.it.random;

import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A patch of some groups of the oracle's methods.
 *
 * @param version of the groups that it brings, different for each patch
 * @param bases its groups, as positions from 0, and the version of each that it is built from
 * @param replaceSet the set whose patches it replaces, empty for none
 */
record OraclePatch(String name, int version, Map<Integer, Integer> bases, String replaceSet, Path bundle) {
    boolean changes(int group) {
        return bases.containsKey(group);
    }

    /** Whether enabling it takes the place of the other. */
    boolean replaces(OraclePatch other) {
        return !replaceSet.isEmpty() && replaceSet.equals(other.replaceSet);
    }

    /**
     * Compiles both versions and builds the bundle.
     *
     * @param groups letters, each followed by the digit of the version that it is built from
     */
    static OraclePatch build(Path directory, String name, int version, String groups, String replaceSet) {
        int[] before = new int[Oracle.GROUPS];
        Map<Integer, Integer> bases = new TreeMap<>();
        for (int i = 0; i < groups.length(); i += 2) {
            bases.put(groups.charAt(i) - 'A', Character.digit(groups.charAt(i + 1), 10));
        }
        bases.forEach((group, base) -> before[group] = base);
        int[] after = before.clone();
        bases.keySet().forEach(group -> after[group] = version);
        Versions versions = new Versions(
                Oracle.compile(directory.resolve(name + "-from"), before),
                Oracle.compile(directory.resolve(name + "-to"), after));
        Object[] options = replaceSet.isEmpty() ? new Object[0] : new Object[] {"--replace", replaceSet};
        return new OraclePatch(
                name, version, bases, replaceSet, Livepatch.build(versions, directory.resolve(name + ".jar"), options));
    }
}
