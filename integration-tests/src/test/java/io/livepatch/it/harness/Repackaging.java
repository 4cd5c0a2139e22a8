package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** What builds of applications do to libraries: other packages, one sealed JAR, a signature. */
public final class Repackaging {
    private static final String PASSWORD = "changeit";

    private Repackaging() {}

    /** Moves the classes of a directory into another package, as a shading build does. */
    public static Path relocate(Path classes, Path target, String from, String to) throws IOException {
        Remapper names = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String name) {
                return name.startsWith(from) ? to + name.substring(from.length()) : name;
            }
        };
        for (Path file : files(classes)) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(Files.readAllBytes(file)).accept(new ClassRemapper(writer, names), 0);
            Path moved = target.resolve(names.map(name(classes, file)));
            Files.createDirectories(moved.getParent());
            Files.write(moved, writer.toByteArray());
        }
        return target;
    }

    /** A JAR of the classes of a directory, all its packages sealed. */
    public static Path seal(Path classes, Path jar) throws IOException {
        return jar(jar, Attributes.Name.SEALED, entries -> add(entries, "", classes));
    }

    /** A multi-release JAR: the classes of a directory for all releases, and those of another for a release and later ones. */
    public static Path multiRelease(Path classes, int release, Path variants, Path jar) throws IOException {
        return jar(jar, Attributes.Name.MULTI_RELEASE, entries -> {
            add(entries, "", classes);
            add(entries, "META-INF/versions/" + release + "/", variants);
        });
    }

    private interface Content {
        void addTo(JarOutputStream entries) throws IOException;
    }

    private static Path jar(Path jar, Attributes.Name attribute, Content content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(attribute, "true");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            content.addTo(entries);
        }
        return jar;
    }

    private static void add(JarOutputStream entries, String prefix, Path classes) throws IOException {
        for (Path file : files(classes)) {
            entries.putNextEntry(new JarEntry(prefix + name(classes, file)));
            entries.write(Files.readAllBytes(file));
        }
    }

    /** Makes a key that JARs can be signed with. */
    public static Path key(Path store) throws IOException {
        tool(
                "keytool",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "signer",
                "-dname",
                "CN=Signer",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        return store;
    }

    /** Signs a JAR in place. */
    public static Path sign(Path jar, Path store) throws IOException {
        tool("jarsigner", "-keystore", store.toString(), "-storepass", PASSWORD, jar.toString(), "signer");
        return jar;
    }

    private static void tool(String name, String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", name)
                                .toString()),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as("%s said: %s", name, said).isZero();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " ran", e);
        }
    }

    private static List<Path> files(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(each -> each.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/");
    }
}
