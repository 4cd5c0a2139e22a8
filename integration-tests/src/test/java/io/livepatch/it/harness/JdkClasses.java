package io.livepatch.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Class files of a JDK itself, as another version of which a test changes them. */
public final class JdkClasses {
    private JdkClasses() {}

    /**
     * Two versions of a JDK's class: the one it has, and what the test makes of it.
     *
     * @param type the internal name, with slashes
     */
    public static Versions of(Jdk jdk, Path directory, String module, String type, UnaryOperator<byte[]> change) {
        byte[] original = read(jdk, module, type);
        return new Versions(
                ClassFile.write(directory.resolve("v1"), type, original),
                ClassFile.write(directory.resolve("v2"), type, change.apply(original)));
    }

    /** Whether a JDK has a class of that internal name. */
    public static boolean exists(Jdk jdk, String module, String type) {
        return inImage(jdk, module, type, Files::exists);
    }

    private static byte[] read(Jdk jdk, String module, String type) {
        return inImage(jdk, module, type, Files::readAllBytes);
    }

    private interface Look<T> {
        T at(Path classFile) throws IOException;
    }

    private static <T> T inImage(Jdk jdk, String module, String type, Look<T> look) {
        Map<String, String> environment = Map.of("java.home", jdk.home().toString());
        try (FileSystem image = FileSystems.newFileSystem(URI.create("jrt:/"), environment)) {
            return look.at(image.getPath("modules", module, type + ".class"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
