package io.livepatch.it.harness;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * An installed JDK.
 *
 * @param home its home directory, symbolic links resolved
 * @param version as its {@code release} file has it, such as {@code 17.0.15}
 */
public record Jdk(Path home, String version) {
    /** The JDK in a directory, or empty if there is none. */
    static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(release)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(release)) {
            Properties properties = new Properties();
            properties.load(reader);
            String quoted = properties.getProperty("JAVA_VERSION", "");
            return Optional.of(new Jdk(home.toRealPath(), quoted.replace("\"", "")));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + release, e);
        }
    }

    /** The feature release, such as 17; 0 if the version cannot be understood. */
    public int feature() {
        String first = version.split("[.+-]", 2)[0];
        return first.matches("\\d{1,4}") ? Integer.parseInt(first) : 0;
    }

    public Path java() {
        return home.resolve("bin/java");
    }

    @Override
    public String toString() {
        return "JDK " + version;
    }
}
