package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The compiler of a JDK, as a process, for class files of Java 17. */
public record Javac(Path program) {
    /** That of a JDK. */
    public static Javac of(Jdk jdk) {
        return new Javac(jdk.java().resolveSibling("javac"));
    }

    /** Compiles sources together. */
    public Path compile(Path output, List<String> sources) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--release", "17", "-g", "-nowarn"));
        command.addAll(List.of("-proc:none", "-d", output.toString()));
        command.addAll(SourceFiles.write(output, Compiler::fileName, sources.toArray(String[]::new)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as("%s: %s", program, said).isZero();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while javac ran", e);
        }
        return output;
    }
}
