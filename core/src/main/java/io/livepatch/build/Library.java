package io.livepatch.build;

import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * One version of a library as it lies on disk.
 *
 * @param path the JAR or directory
 * @param classes class files by internal name, those for all Java releases
 * @param variants class files of a multi-release JAR by entry name, such as {@code META-INF/versions/9/a/B.class}
 * @param resources SHA-256 of what else is in it by entry name, without manifest, signatures and Maven's own files
 * @param duplicates class files that the JAR holds more than once, by entry name
 * @param artifact {@code group:artifact} if the library says so
 * @param version if the library says so
 */
record Library(
        Path path,
        NavigableMap<String, byte[]> classes,
        NavigableMap<String, byte[]> variants,
        NavigableMap<String, String> resources,
        Set<String> duplicates,
        Optional<String> artifact,
        Optional<String> version) {
    /** The same version with its classes in another form. */
    Library withClasses(NavigableMap<String, byte[]> others) {
        return new Library(path, others, variants, resources, duplicates, artifact, version);
    }
}
