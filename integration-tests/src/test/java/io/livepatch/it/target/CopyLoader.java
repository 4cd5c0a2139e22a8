package io.livepatch.it.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Defines classes by itself that its parent could define as well. */
final class CopyLoader extends ClassLoader {
    private final Source source;

    /** Class files by class name. */
    record Source(Map<String, byte[]> classFiles) {
        static Source of(String directory) {
            Path root = Path.of(directory);
            try (Stream<Path> files = Files.walk(root)) {
                return new Source(files.filter(Files::isRegularFile)
                        .collect(Collectors.toUnmodifiableMap(file -> className(root.relativize(file)), Source::read)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String className(Path file) {
            return file.toString()
                    .replace(file.getFileSystem().getSeparator(), ".")
                    .replaceAll("\\.class$", "");
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    CopyLoader(String name, Source source) {
        super(name, CopyLoader.class.getClassLoader());
        this.source = source;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] classFile = source.classFiles().get(name);
        if (classFile == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, classFile, 0, classFile.length);
        }
    }
}
