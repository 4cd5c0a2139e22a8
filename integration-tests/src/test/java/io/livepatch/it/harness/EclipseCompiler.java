package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/** Compiles as the Eclipse compiler does, which writes other bytecode than javac. */
public final class EclipseCompiler {
    private EclipseCompiler() {}

    /** Compiles sources of one package each. */
    public static Path compile(Path output, String... sources) {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        List<String> arguments =
                new ArrayList<>(List.of("-17", "-g", "-nowarn", "-proc:none", "-d", output.toString()));
        arguments.addAll(SourceFiles.write(output, ".java", sources));
        boolean compiled = BatchCompiler.compile(arguments.toArray(String[]::new), out, out, null);
        assertThat(compiled).as("compilation: %s", messages).isTrue();
        return output;
    }
}
