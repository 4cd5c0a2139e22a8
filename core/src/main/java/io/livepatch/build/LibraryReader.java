package io.livepatch.build;

import io.livepatch.build.BuildInputException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads a JAR or a directory of classes. Signatures are not checked: a signed JAR is as good as an unsigned one here. */
final class LibraryReader {
    private static final String CLASS_SUFFIX = ".class";
    /** Of a multi-release JAR: the first Java release that takes a class file, and the class. */
    private static final Pattern VARIANT = Pattern.compile("META-INF/versions/(\\d{1,4})/(.*)\\.class");
    /** Releases before this one know no multi-release JARs. */
    private static final int FIRST_VARIANT = 9;

    private static final String POM_PROPERTIES = "/pom.properties";
    /** Files that differ between any two builds and that no code reads. */
    private static final Pattern NOISE =
            Pattern.compile("META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC)|maven/.*)");

    private final NavigableMap<String, byte[]> classes = new TreeMap<>();
    private final NavigableMap<String, NavigableMap<Integer, byte[]>> variants = new TreeMap<>();
    private final NavigableMap<String, String> resources = new TreeMap<>();
    private final Set<String> duplicates = new TreeSet<>();
    private Optional<String> artifact = Optional.empty();
    private Optional<String> version = Optional.empty();
    private boolean isMultiRelease;

    private LibraryReader() {}

    /**
     * Reads it as JVMs of a Java release do.
     *
     * @param release 0 for the class files in the usual place only
     */
    static Library read(Path path, int release) throws BuildInputException {
        if (!Files.exists(path)) {
            throw new BuildInputException(Kind.MISSING, "there is no file " + path, null);
        }
        LibraryReader reader = new LibraryReader();
        try {
            if (Files.isDirectory(path)) {
                reader.readDirectory(path);
            } else {
                reader.readJar(path);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BuildInputException(
                    Kind.UNREADABLE,
                    path + " is neither a readable JAR nor a directory of classes: " + e.getMessage(),
                    e);
        }
        reader.choose(release);
        if (reader.classes.isEmpty()) {
            throw new BuildInputException(
                    Kind.NO_CLASSES,
                    path + " holds no class; give the library's own JAR, not a source, test or aggregating one",
                    null);
        }
        return reader.library(path);
    }

    /** Puts the class files for a release in the place of the others (JAR file specification, multi-release JAR files). */
    private void choose(int release) {
        if (!isMultiRelease) {
            variants.clear();
        }
        variants.forEach((name, byRelease) -> {
            byte[] usual = classes.get(name);
            if (usual != null) {
                byRelease.put(0, usual);
            }
            Map.Entry<Integer, byte[]> chosen = byRelease.floorEntry(release);
            if (chosen != null) {
                classes.put(name, chosen.getValue());
            }
        });
    }

    private Library library(Path path) {
        return new Library(
                path,
                Collections.unmodifiableNavigableMap(classes),
                Collections.unmodifiableNavigableMap(variants),
                Collections.unmodifiableNavigableMap(resources),
                Collections.unmodifiableSet(duplicates),
                artifact,
                version);
    }

    private void readJar(Path path) throws IOException {
        try (ZipFile jar = new ZipFile(path.toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                if (!entry.isDirectory()) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        add(entry.getName(), content.readAllBytes());
                    }
                }
            }
        }
    }

    private void readDirectory(Path path) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = path.relativize(file)
                    .toString()
                    .replace(file.getFileSystem().getSeparator(), "/");
            add(name, Files.readAllBytes(file));
        }
    }

    private void add(String name, byte[] content) throws IOException {
        if (name.endsWith(CLASS_SUFFIX)) {
            if (addClass(name, content) != null) {
                duplicates.add(name);
            }
        } else if (NOISE.matcher(name).matches()) {
            describe(name, content);
        } else {
            resources.put(name, sha256(content));
        }
    }

    /** The file that was there already, or null. */
    private byte[] addClass(String name, byte[] content) {
        Matcher variant = VARIANT.matcher(name);
        if (!variant.matches()) {
            return classes.put(name.substring(0, name.length() - CLASS_SUFFIX.length()), content);
        }
        int release = Integer.parseInt(variant.group(1));
        return release < FIRST_VARIANT
                ? null
                : variants.computeIfAbsent(variant.group(2), n -> new TreeMap<>())
                        .put(release, content);
    }

    /** Takes name and version from Maven's properties or, with less weight, from the manifest. */
    private void describe(String name, byte[] content) throws IOException {
        if (name.equals(JarFile.MANIFEST_NAME)) {
            Attributes main = new Manifest(new ByteArrayInputStream(content)).getMainAttributes();
            isMultiRelease = Boolean.parseBoolean(main.getValue(Attributes.Name.MULTI_RELEASE));
            if (version.isEmpty()) {
                version = Optional.ofNullable(main.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
            }
        } else if (name.endsWith(POM_PROPERTIES)) {
            Properties pom = new Properties();
            pom.load(new ByteArrayInputStream(content));
            artifact = Optional.of(pom.getProperty("groupId") + ":" + pom.getProperty("artifactId"));
            version = Optional.ofNullable(pom.getProperty("version")).or(() -> version);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
