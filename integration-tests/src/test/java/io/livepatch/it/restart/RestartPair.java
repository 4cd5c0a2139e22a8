package io.livepatch.it.restart;

import io.livepatch.it.harness.Libraries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two releases of a library whose tests are published as an artifact.
 *
 * @param artifact GROUP:ARTIFACT
 * @param libraries coordinates of what library and tests need, with version
 * @param quick the test classes of the short form, a regular expression; empty if the pair is not in it
 * @param announced tests, as CLASS.METHOD without the package, that see a static field from outside of the library, and the field, as a warning of {@code apply} names it
 */
record RestartPair(
        String name,
        String artifact,
        String oldVersion,
        String newVersion,
        List<String> libraries,
        String quick,
        Map<String, String> announced) {

    Path oldJar() {
        return Libraries.file(artifact + ":" + oldVersion);
    }

    Path newJar() {
        return Libraries.file(artifact + ":" + newVersion);
    }

    /** With the tests of the new release. */
    Path tests() {
        return Libraries.file(testCoordinates());
    }

    /** Files of what library and tests need. */
    List<Path> libraryFiles() {
        return libraries.stream().map(Libraries::file).toList();
    }

    /** Coordinates of all that is to be there. */
    Stream<String> coordinates() {
        Stream<String> own = Stream.of(artifact + ":" + oldVersion, artifact + ":" + newVersion, testCoordinates());
        return Stream.concat(own, libraries.stream());
    }

    private String testCoordinates() {
        return artifact + ":" + newVersion + ":tests";
    }

    @Override
    public String toString() {
        return name;
    }
}
