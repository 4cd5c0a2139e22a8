package io.livepatch.samples.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** The library with the hole. Which releases are used stands in the samples' pom. */
final class Library {
    static final String NAME = "spring-security-core";
    /** The one method that differs between the two releases. */
    static final String PATCHED_METHOD =
            "org.springframework.security.access.vote.AuthenticatedVoter.isFullyAuthenticated";

    private Library() {}

    /** The library's JAR in a directory that holds one release of it. */
    static Path in(Path directory) throws IOException, CheckFailed {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, NAME + "-*.jar")) {
            Iterator<Path> found = jars.iterator();
            CheckFailed.unless(found.hasNext(), NAME + " in " + directory, "none");
            Path jar = found.next();
            CheckFailed.unless(!found.hasNext(), "one release in " + directory, "several: run mvn clean");
            return jar;
        }
    }

    /** {@code spring-security-core 5.7.11} for {@code spring-security-core-5.7.11.jar}. */
    static String release(Path jar) {
        return jar.getFileName().toString().replace(NAME + "-", NAME + " ").replace(".jar", "");
    }
}
