package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The command line of the shipped JAR, run as an operator runs it: one process per command. */
public final class Livepatch {
    private final Jdk jdk;

    /** @param jdk the one that runs the tool */
    public Livepatch(Jdk jdk) {
        this.jdk = jdk;
    }

    /** The file under test. */
    public static Path jar() {
        Path jar = Path.of(System.getProperty("livepatch.jar", "livepatch.jar (property livepatch.jar is not set)"));
        assertThat(jar).as("the JAR under test; `mvn package` builds it").isRegularFile();
        return jar.toAbsolutePath().normalize();
    }

    /** Copies the file under test, without the line of its manifest that lets its agent retransform classes. */
    public static Path withoutRetransformation(Path copy) throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().remove(new Attributes.Name("Can-Retransform-Classes"));
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
            }
        }
        return copy;
    }

    /** Runs a command to its end. */
    public Outcome run(Object... arguments) {
        return start(arguments).outcome();
    }

    /** Starts a command. */
    public Running start(Object... arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(jdk.java().toString(), "-XX:TieredStopAtLevel=1", "-jar", jar().toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        try {
            return new Running(command.subList(4, command.size()), new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Builds a bundle named after its file from two versions, within this JVM: what is tried here is what comes of bundles, and a process for each costs more than
     * all the rest of a short test. As a process of its own {@code build} runs in the tests of the corpus and in the demo.
     */
    public static Path build(Versions versions, Path bundle, Object... options) {
        String name = bundle.getFileName().toString().replace(".jar", "");
        List<Object> arguments = new ArrayList<>(List.of("build", versions.v1(), versions.v2(), "-o", bundle));
        arguments.addAll(List.of("--name", name));
        arguments.addAll(List.of(options));
        int exit = Main.run(arguments.stream().map(Object::toString).toArray(String[]::new));
        assertThat(exit).as("exit status of %s", arguments).isZero();
        assertThat(Files.isRegularFile(bundle)).as("bundle written").isTrue();
        return bundle;
    }

    /** What {@code status} says of a target. */
    public Status status(TargetJvm target) {
        return new Status(run("status", target.pid(), "--json").assertExit(0).json());
    }
}
