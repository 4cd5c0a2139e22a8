package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.target.TargetMain;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles source text to class files of Java 17. */
public final class Compiler {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |final |abstract )*(?:class|interface|record|enum) ([\\w$]+)", Pattern.MULTILINE);

    private Compiler() {}

    /** Where the classes of the target side are, which compiled sources may use. */
    public static Path targetClasses() {
        return placeOf(TargetMain.class);
    }

    /** The directory or JAR that a class was loaded from. */
    public static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Compiles some sources together.
     *
     * @param output the directory to write to, created if need be
     * @param options more options for javac
     */
    public static Path compile(Path output, List<String> options, String... sources) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = new ArrayList<>();
        for (String source : sources) {
            units.add(new Source(source));
        }
        List<String> all = new ArrayList<>(List.of("--release", "17", "-g", "-proc:none", "-nowarn"));
        all.addAll(List.of("-d", output.toString(), "-cp", targetClasses().toString()));
        all.addAll(options);
        StringWriter messages = new StringWriter();
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean compiled = javac.getTask(messages, null, null, all, null, units).call();
        assertThat(compiled).as("compilation: %s", messages).isTrue();
        return output;
    }

    /** The name that a file with this text must have. */
    static String fileName(String text) {
        Matcher type = TYPE.matcher(text);
        return (type.find() ? type.group(1) : "module-info") + ".java";
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + path(text)), Kind.SOURCE);
            this.text = text;
        }

        private static String path(String text) {
            Matcher inPackage = PACKAGE.matcher(text);
            String directory = inPackage.find() ? inPackage.group(1).replace('.', '/') + "/" : "";
            return directory + fileName(text);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
