package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.reshape.Side;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;

/**
 * One version of a library as it lies on disk.
 *
 * @param path the JAR or directory
 * @param classes class files by internal name, as a JVM of the Java release in question takes them
 * @param variants of the classes that a multi-release JAR has for certain Java releases, all class files: by internal name, then by the first
 *     release that takes it, 0 for the one in the usual place
 * @param resources SHA-256 of what else is in it by entry name, without manifest, signatures and Maven's own files
 * @param duplicates class files that the JAR holds more than once, by entry name
 * @param artifact {@code group:artifact} if the library says so
 * @param version if the library says so
 */
record Library(
        Path path,
        NavigableMap<String, byte[]> classes,
        NavigableMap<String, NavigableMap<Integer, byte[]>> variants,
        NavigableMap<String, String> resources,
        Set<String> duplicates,
        Optional<String> artifact,
        Optional<String> version) {
    /** The same version with its classes in another form. */
    Library withClasses(NavigableMap<String, byte[]> others) {
        return new Library(path, others, variants, resources, duplicates, artifact, version);
    }

    /** Its classes, parsed when they are asked for. */
    Side side() {
        return new Side(classes.keySet(), this::parse);
    }

    /** One of its classes; null for a class file that cannot be read, which is refused if it differs between the versions. */
    ClassNode parse(String internalName) {
        try {
            return ClassFiles.read(classes.get(internalName));
        } catch (InvalidClassFileException e) {
            return null;
        }
    }
}
