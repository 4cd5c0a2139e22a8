package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scala.Option;
import scala.tools.nsc.Main;

/** Compiles Scala. */
public final class ScalaCompiler {
    private ScalaCompiler() {}

    /** Compiles sources together; the compiler says on standard output what it does not like. */
    public static Path compile(Path output, String... sources) {
        List<String> arguments = new ArrayList<>(List.of("-release", "17", "-g:vars", "-nowarn"));
        arguments.addAll(List.of("-classpath", library().toString(), "-d", output.toString()));
        arguments.addAll(SourceFiles.write(output, ".scala", sources));
        boolean compiled = Main.process(arguments.toArray(String[]::new));
        assertThat(compiled).as("compilation of %s", output).isTrue();
        return output;
    }

    /** What its output runs on. */
    public static Path library() {
        return Compiler.placeOf(Option.class);
    }
}
