package io.livepatch.samples.service;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.springframework.security.access.vote.AuthenticatedVoter;

/**
 * The voter of the fixed release in this JVM until closed, switched for all threads at once, in the middle of whatever they
 * do: what livepatch is there to avoid. The class path has the vulnerable release, {@code target/fix} the fixed one.
 */
final class PlainRedefinition implements AutoCloseable {
    private static final String VOTER = AuthenticatedVoter.class.getName().replace('.', '/') + ".class";

    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final byte[] vulnerable;

    PlainRedefinition() throws Exception {
        try (InputStream voter = AuthenticatedVoter.class.getClassLoader().getResourceAsStream(VOTER)) {
            vulnerable = voter.readAllBytes();
        }
        redefine(fixed());
    }

    private static byte[] fixed() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target", "fix"), "*.jar")) {
            URI voter = URI.create("jar:" + jars.iterator().next().toUri() + "!/" + VOTER);
            try (InputStream bytes = voter.toURL().openStream()) {
                return bytes.readAllBytes();
            }
        }
    }

    private void redefine(byte[] bytes) throws ClassNotFoundException, UnmodifiableClassException {
        instrumentation.redefineClasses(new ClassDefinition(AuthenticatedVoter.class, bytes));
    }

    @Override
    public void close() throws ClassNotFoundException, UnmodifiableClassException {
        redefine(vulnerable);
    }
}
