package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** An unchanged request handler calls two changed methods. As a guard the whole of it sees one side, without it it may not. */
class GuardsIT {
    private static final String HANDLER = "app.Handler";
    private static final String LIBRARY = """
            package lib;
            public class Thing {
                public static int first() { return VERSION; }
                public static int second() { return VERSION; }
                public static int once() { return VERSION; }
            }
            """;
    private static final String APPLICATION = """
            package app;
            import io.livepatch.it.target.Gates;
            import lib.Thing;
            public class Handler {
                public static String handle(String gate) {
                    int first = Thing.first();
                    Gates.pass(gate);
                    return first + " then " + Thing.second();
                }
                public static int hold(String gate) {
                    Gates.pass(gate);
                    return Thing.once();
                }
            }
            """;

    /** What a request sees during whose run a patch is applied; {@code held} is whether the request holds it. */
    private static String handleDuringApply(Jdk jdk, Path dir, boolean held, Object... options) {
        Livepatch tool = new Livepatch(jdk);
        Versions versions = Versions.of(dir, LIBRARY, APPLICATION);
        Path bundle = Livepatch.build(versions, dir.resolve("fix.jar"), options);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            target.start("request", HANDLER, "handle", "gate");
            target.awaitEntered("gate");
            // one that is held has all the time in the world to say so; one that is not must end, however slow the
            // machine
            tool.run("apply", target.pid(), bundle, "--timeout", held ? "2s" : "60s")
                    .assertExit(held ? 4 : 0);
            assertThat(target.call("lib.Thing", "first"))
                    .as("others have moved")
                    .isEqualTo("1");
            target.release("gate");
            tool.run("wait", target.pid()).assertExit(0);
            assertThat(target.call(HANDLER, "handle", "gate")).isEqualTo("1 then 1");
            String seen = target.join("request");

            // and the whole way back
            target.start("hold", HANDLER, "hold", "second gate");
            target.awaitEntered("second gate");
            tool.run("disable", target.pid(), "fix").assertExit(0);
            target.release("second gate");
            assertThat(target.join("hold"))
                    .as("a method that is no guard holds nothing")
                    .isEqualTo("0");
            return seen;
        }
    }

    @EveryJdk
    void withoutAGuardOneRequestSeesOldAndNew(Jdk jdk, @TempDir Path dir) {
        assertThat(handleDuringApply(jdk, dir, false)).isEqualTo("0 then 1");
    }

    @EveryJdk
    void aGuardedRequestSeesOneSideFromStartToEnd(Jdk jdk, @TempDir Path dir) {
        assertThat(handleDuringApply(jdk, dir, true, "--guard", "app.Handler.handle"))
                .isEqualTo("0 then 0");
    }

    @EveryJdk
    void callersOfSeveralChangedMethodsAreFoundByThemselves(Jdk jdk, @TempDir Path dir) {
        assertThat(handleDuringApply(jdk, dir, true, "--guard", "auto")).isEqualTo("0 then 0");
    }

    @EveryJdk
    void aGuardOfTheApplicationIsInAnotherLoaderThanTheLibrary(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Versions library = Versions.of(dir, LIBRARY);
        Path application = Compiler.compile(
                dir.resolve("app"),
                List.of("-cp", library.v1() + File.pathSeparator + Compiler.targetClasses()),
                APPLICATION);
        Path bundle = Livepatch.build(
                library, dir.resolve("fix.jar"), "--guard", "app.Handler.handle", "--classpath", application);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(library.v1()).start()) {
            target.loader("web", application);
            target.startIn("web", "request", HANDLER, "handle", "gate");
            target.awaitEntered("gate");
            tool.run("apply", target.pid(), bundle, "--timeout", "2s").assertExit(4);
            target.release("gate");
            tool.run("wait", target.pid()).assertExit(0);
            assertThat(target.join("request")).isEqualTo("0 then 0");
        }
    }
}
