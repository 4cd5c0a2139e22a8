package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kotlin.Unit;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/** Compiles Kotlin. */
public final class KotlinCompiler {
    private KotlinCompiler() {}

    /** Compiles sources together. */
    public static Path compile(Path output, String... sources) {
        List<String> arguments = new ArrayList<>(List.of("-no-stdlib", "-no-reflect", "-nowarn", "-jvm-target", "17"));
        arguments.addAll(List.of("-cp", library().toString(), "-d", output.toString()));
        arguments.addAll(SourceFiles.write(output, ".kt", sources));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        ExitCode exit = new K2JVMCompiler()
                .exec(new PrintStream(messages, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
        assertThat(exit)
                .as("compilation: %s", messages.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        return output;
    }

    /** What its output runs on. */
    public static Path library() {
        return Compiler.placeOf(Unit.class);
    }
}
