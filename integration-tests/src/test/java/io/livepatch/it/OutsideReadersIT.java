package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An application's own class that reads a static field of the library, to which the patch gives another value. */
@Execution(ExecutionMode.CONCURRENT)
class OutsideReadersIT {
    private static final String LIBRARY = """
        package lib;
        public class Limits {
            public static final Integer DEPTH = Integer.valueOf(100 - 50 * VERSION);
            protected static final String NAME = String.valueOf(VERSION);
            public static String show() { return DEPTH + NAME; }
        }
        """;

    private static final String APPLICATION = """
        package app;
        public class Reader extends lib.Limits {
            public static String read() { return lib.Limits.DEPTH + Reader.NAME; }
        }
        """;

    private static final String UNCONCERNED = """
        package app;
        public class Unconcerned {
            static final Integer DEPTH = 1;
            public static String read() { return lib.Limits.show() + DEPTH; }
        }
        """;

    @EveryJdk
    void areNamedWhenThePatchIsApplied(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Path application = Compiler.compile(
                dir.resolve("app"), List.of("-cp", versions.v1().toString()), APPLICATION, UNCONCERNED);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, dir.resolve("limits.jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .with(versions.v1())
                .with(application)
                .agent("")
                .start()) {
            assertThat(target.call("app.Reader", "read")).isEqualTo("1000");
            assertThat(target.call("app.Unconcerned", "read")).isEqualTo("10001");

            JsonObject applied = tool.run("apply", target.pid(), bundle, "--json")
                    .assertExit(0)
                    .json();

            assertThat(target.call("app.Reader", "read")).isEqualTo("1000");
            assertThat(target.call("app.Unconcerned", "read")).isEqualTo("5011");
            assertThat(applied.getArray("warnings"))
                    .containsExactly(
                            "lib.Limits.DEPTH has another value for code of the patch; these classes outside of it go on"
                                    + " reading the old one: app.Reader",
                            "lib.Limits.NAME has another value for code of the patch; these classes outside of it go on"
                                    + " reading the old one: app.Reader");
        }
    }
}
