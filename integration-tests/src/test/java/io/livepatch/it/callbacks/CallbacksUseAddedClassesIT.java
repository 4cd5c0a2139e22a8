package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildResult;
import io.livepatch.finding.RefusalKind;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Callbacks set up a class that the patch adds, which has another name in the JVM; members that it adds to old classes are not for them. */
@Execution(ExecutionMode.CONCURRENT)
class CallbacksUseAddedClassesIT {
    private static final String OLD = """
            package lib;
            public class Parser {
                public static int limit() { return 0; }
            }
            """;
    private static final String NEW = """
            package lib;
            public class Parser {
                public static int limit() { return Limits.of("parser").value; }
                public static int added() { return 0; }
            }
            """;
    private static final String LIMITS = """
            package lib;
            public class Limits {
                private static Limits parser = new Limits(1);
                public final int value;
                public Limits(int value) { this.value = value; }
                public static Limits of(String what) { return parser; }
                public static void set(Limits limits) { parser = limits; }
            }
            """;

    private static Versions versions(Path dir) {
        return new Versions(
                Compiler.compile(dir.resolve("v1"), List.of(), OLD),
                Compiler.compile(dir.resolve("v2"), List.of(), NEW, LIMITS));
    }

    private static CallbackBundle calling(Path dir, Versions versions, String statement) {
        return new CallbackBundle(dir, versions).code("""
                package p;
                import io.livepatch.api.*;
                public class Setup implements PatchCallbacks {
                    public void prePatch(PatchContext c) { STATEMENT; }
                    public void postPatch(PatchContext c) { STATEMENT; }
                }
                """.replace("STATEMENT", statement));
    }

    @EveryJdk
    void anAddedClassIsUsedByItsNameInNew(Jdk jdk, @TempDir Path dir) {
        Versions versions = versions(dir);
        Path fix = calling(dir, versions, "lib.Limits.set(new lib.Limits(7))").build("fix", "p.Setup");
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            assertThat(target.call("lib.Parser", "limit")).isEqualTo("0");
            assertThat(tool.run("apply", target.pid(), fix).assertExit(0).out()).doesNotContain("callback-failed");
            assertThat(target.call("lib.Parser", "limit")).isEqualTo("7");
            tool.run("disable", target.pid(), "fix").assertExit(0);
            assertThat(target.call("lib.Parser", "limit")).isEqualTo("0");
        }
    }

    @Test
    void anAddedMemberIsRefused(@TempDir Path dir) throws IOException, BuildInputException {
        BuildResult result = calling(dir, versions(dir), "lib.Parser.added()").tryBuild("fix", "p.Setup");

        assertThat(result.outcome()).isEqualTo(BuildResult.Outcome.REFUSED);
        assertThat(result.refusals()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(RefusalKind.CALLBACKS);
            assertThat(each.where()).isEqualTo("p.Setup");
            assertThat(each.text()).contains("lib.Parser.added()I");
        });
    }
}
