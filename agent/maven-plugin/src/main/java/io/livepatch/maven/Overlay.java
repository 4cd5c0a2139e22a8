package io.livepatch.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The new version of a library of which a module has the changed sources: the old one with the module's classes over it. Classes in packages that the
 * library does not have are the patch's own, and stay out.
 */
final class Overlay {
    private static final String CLASS = ".class";

    private Overlay() {}

    /**
     * Makes it.
     *
     * @param old a JAR or a directory
     * @param changed the compiled classes of the module
     * @param target a directory, emptied first
     * @return how many classes of the module are in it
     */
    static int make(Path old, Path changed, Path target) throws IOException {
        delete(target);
        if (Files.isDirectory(old)) {
            copy(old, target);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(old)) {
                copy(jar.getPath("/"), target);
            }
        }
        Set<Path> packages = new HashSet<>();
        for (Path each : classes(target)) {
            packages.add(each.getParent());
        }
        int count = 0;
        for (Path each : classes(changed)) {
            if (packages.contains(each.getParent())) {
                Files.copy(changed.resolve(each), target.resolve(each), StandardCopyOption.REPLACE_EXISTING);
                count++;
            }
        }
        return count;
    }

    /** Paths of class files relative to their directory; empty if there is no such directory. */
    private static Set<Path> classes(Path directory) throws IOException {
        Set<Path> classes = new HashSet<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(each -> each.toString().endsWith(CLASS))
                        .map(directory::relativize)
                        .filter(each -> each.getNameCount() > 1)
                        .forEach(classes::add);
            }
        }
        return classes;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(each).toString()).normalize();
                if (!target.startsWith(to)) {
                    throw new IOException("the entry " + each + " leads out of the JAR");
                }
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(each, target);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
