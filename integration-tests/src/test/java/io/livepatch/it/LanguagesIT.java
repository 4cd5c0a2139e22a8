package io.livepatch.it;

import io.livepatch.build.BuildInputException;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Fix;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.KotlinCompiler;
import io.livepatch.it.harness.RoundTrip;
import io.livepatch.it.harness.ScalaCompiler;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Libraries in other languages: a patched JVM does what one does that was started with the fix. Their compilers write what javac never does:
 * facades, module singletons, default arguments, state machines, forwarders of traits.
 */
@Execution(ExecutionMode.CONCURRENT)
class LanguagesIT {
    private static final Fix IN_KOTLIN = new Fix("languages", "inkotlin");
    private static final Fix IN_SCALA = new Fix("languages", "inscala");

    private static Versions kotlin;
    private static Versions scala;

    @BeforeAll
    static void compile(@TempDir Path dir) {
        kotlin = IN_KOTLIN.compile(dir, KotlinCompiler::compile);
        scala = IN_SCALA.compile(dir, ScalaCompiler::compile);
    }

    @EveryJdk
    void kotlin(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        walk(IN_KOTLIN, kotlin, KotlinCompiler.library(), jdk, dir);
    }

    @EveryJdk
    void scala(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        walk(IN_SCALA, scala, ScalaCompiler.library(), jdk, dir);
    }

    private static void walk(Fix fix, Versions versions, Path library, Jdk jdk, Path dir)
            throws IOException, BuildInputException {
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").with(library).start()) {
            SoftAssertions softly = new SoftAssertions();
            new RoundTrip(target, dir, softly).walk(fix.name(), versions, fix.probe());
            softly.assertAll();
        }
    }
}
