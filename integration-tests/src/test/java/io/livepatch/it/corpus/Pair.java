package io.livepatch.it.corpus;

import io.livepatch.it.harness.Libraries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A library before and after a fix. Its probe is the source {@code corpus/probes/NAME.java} among the test resources.
 *
 * @param artifact GROUP:ARTIFACT
 * @param libraries coordinates of what the old release needs, with version
 * @param newLibraries the same of the new release; what {@code build} gets is neither of them
 * @param globs what of the release is the fix; empty if it is the release
 * @param quick whether it is in the short form
 * @param expectations by mode
 */
record Pair(
        String name,
        String artifact,
        String oldVersion,
        String newVersion,
        List<String> libraries,
        List<String> newLibraries,
        List<String> globs,
        boolean quick,
        Map<Mode, Expectation> expectations) {

    Path oldJar() {
        return Libraries.file(artifact + ":" + oldVersion);
    }

    Path newJar() {
        return Libraries.file(artifact + ":" + newVersion);
    }

    /** The old release and what it needs. */
    List<Path> oldClassPath() {
        return classPath(oldJar(), libraries);
    }

    /** The new release and what it needs. */
    List<Path> newClassPath() {
        return classPath(newJar(), newLibraries);
    }

    private static List<Path> classPath(Path jar, List<String> libraries) {
        return Stream.concat(Stream.of(jar), libraries.stream().map(Libraries::file))
                .toList();
    }

    /** Coordinates of all that is to be there. */
    Stream<String> coordinates() {
        return Stream.of(List.of(artifact + ":" + oldVersion, artifact + ":" + newVersion), libraries, newLibraries)
                .flatMap(List::stream);
    }

    /** Whether it can be run so: without globs there is no slice. */
    boolean has(Mode mode) {
        return mode == Mode.WHOLE || !globs.isEmpty();
    }

    /** The mode of the short form. */
    Mode narrowest() {
        return has(Mode.SLICE) ? Mode.SLICE : Mode.WHOLE;
    }

    Optional<Expectation> expectation(Mode mode) {
        return Optional.ofNullable(expectations.get(mode));
    }

    /** Name of the probe's class. */
    String probe() {
        return "corpus." + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
