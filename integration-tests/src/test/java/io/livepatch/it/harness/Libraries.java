package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** The artifacts that the module {@code corpus} has put in a directory. */
public final class Libraries {
    private static final String PROPERTY = "livepatch.it.corpus.libraries";

    private Libraries() {}

    /** The JAR with these coordinates, GROUP:ARTIFACT:VERSION or GROUP:ARTIFACT:VERSION:CLASSIFIER. */
    public static Path file(String coordinates) {
        String[] parts = coordinates.split(":", 3);
        Path file = Path.of(System.getProperty(PROPERTY, PROPERTY + " is not set"))
                .resolve(parts[0] + "." + parts[1] + "-" + parts[2].replace(':', '-') + ".jar");
        assertThat(file)
                .as("%s; it is fetched for what corpus/pom.xml lists", coordinates)
                .isRegularFile();
        return file.toAbsolutePath().normalize();
    }
}
