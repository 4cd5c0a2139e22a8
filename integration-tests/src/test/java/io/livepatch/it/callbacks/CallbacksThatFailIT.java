package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildResult;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.Running;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Callbacks that throw, hang, load classes or are none: a clear outcome within a time, and an application that goes on. */
@Execution(ExecutionMode.CONCURRENT)
class CallbacksThatFailIT {
    private static final String THING = "lib.Thing";
    private static final String LIBRARY = """
            package lib;
            public class Thing {
                public static volatile String when = "";
                public static String fail(String name) { when = name; return name; }
                public static int m() { return VERSION; }
            }
            """;
    private static final String OTHER = """
            package lib;
            public class Other { public static int m() { return VERSION; } }
            """;

    private static String code(String failure) {
        return """
                package p;
                import io.livepatch.api.*;
                public class Failing implements PatchCallbacks {
                    public void prePatch(PatchContext c) throws Exception { run("prePatch"); }
                    public void postPatch(PatchContext c) throws Exception { run("postPatch"); }
                    public void preUnpatch(PatchContext c) throws Exception { run("preUnpatch"); }
                    public void postUnpatch(PatchContext c) throws Exception { run("postUnpatch"); }
                    private static void run(String name) throws Exception {
                        if (lib.Thing.when.equals(name)) { FAILURE }
                    }
                }
                """.replace("FAILURE", failure);
    }

    private static void walk(Jdk jdk, Path dir, String failure, String said) {
        Versions versions = Versions.of(dir, LIBRARY, OTHER);
        Path fix = new CallbackBundle(dir, versions)
                .timeout(Duration.ofSeconds(2))
                .code(code(failure))
                .build("fix", "p.Failing");
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target =
                TargetJvm.on(jdk, dir).agent("").with(versions.v1()).start()) {
            target.call(THING, "fail", "prePatch");
            tool.run("apply", target.pid(), fix)
                    .assertExit(1)
                    .assertSays("the patch refuses to be applied, by p.Failing in loader app: " + said);
            assertThat(target.call(THING, "m")).isEqualTo("0");

            target.call(THING, "fail", "postPatch");
            tool.run("apply", target.pid(), fix)
                    .assertExit(0)
                    .assertSays("callback post-patch of p.Failing in loader app: " + said);
            assertThat(target.call(THING, "m")).isEqualTo("1");
            target.call(THING, "fail", "preUnpatch");
            tool.run("disable", target.pid(), "fix")
                    .assertExit(0)
                    .assertSays("callback pre-unpatch of p.Failing in loader app: " + said);
            assertThat(target.call(THING, "m")).isEqualTo("0");

            tool.run("apply", target.pid(), fix).assertExit(0);
            target.call(THING, "fail", "postUnpatch");
            tool.run("disable", target.pid(), "fix")
                    .assertExit(0)
                    .assertSays("callback post-unpatch of p.Failing in loader app: " + said);
            assertThat(target.call(THING, "m")).isEqualTo("0");
        }
    }

    @EveryJdk
    void byThrowing(Jdk jdk, @TempDir Path dir) {
        walk(
                jdk,
                dir,
                "throw new java.io.IOException(\"as told\");",
                "java.io.IOException: as told at livepatch-code//p.Failing.run(Failing.java:9)");
    }

    @EveryJdk
    void byHanging(Jdk jdk, @TempDir Path dir) {
        walk(jdk, dir, "new java.util.concurrent.CountDownLatch(1).await();", "no answer within 2 s, it is at ");
    }

    /** What could not be taken back belongs to the refusal: the JVM is not quite as it was. */
    @EveryJdk
    void byVetoingWhenAnotherCannotGoBack(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY, OTHER);
        String other = code("throw new java.io.IOException(\"as told\");")
                .replace("Failing", "Early")
                .replace("run(\"prePatch\")", "lib.Thing.m()");
        Path fix = new CallbackBundle(dir, versions).code(other, VETO).build("fix", "p.Early", "p.Veto");
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target =
                TargetJvm.on(jdk, dir).agent("").with(versions.v1()).start()) {
            target.call(THING, "fail", "postUnpatch");
            target.call("lib.Other", "m");
            target.release("veto");

            tool.run("apply", target.pid(), fix)
                    .assertExit(1)
                    .assertSays("the patch refuses to be applied, by p.Veto in loader app: ")
                    .assertSays("every class is as it was, but callback post-unpatch of p.Early in loader app: "
                            + "java.io.IOException: as told");
        }
    }

    private static final String VETO = """
            package p;
            import io.livepatch.api.*;
            public class Veto implements PatchCallbacks {
                public void prePatch(PatchContext c) {
                    io.livepatch.it.target.Gates.pass("veto");
                    throw new IllegalStateException("not today");
                }
            }
            """;

    /** Nobody has reversed anything, and there is no patch. */
    @EveryJdk
    void byVetoingWhileAnotherOperatorJoins(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, LIBRARY, OTHER);
        Path fix = new CallbackBundle(dir, versions).code(VETO).build("fix", "p.Veto");
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target =
                TargetJvm.on(jdk, dir).agent("").with(versions.v1()).start()) {
            target.call(THING, "m");
            Running first = tool.start("apply", target.pid(), fix);
            target.awaitEntered("veto");
            Operator second = new Operator(target);
            Reply joined = second.ask(Operator.applying(fix));
            assertThat(joined).isInstanceOf(Reply.Started.class);
            target.release("veto");

            first.outcome().assertExit(1).assertSays("the patch refuses to be applied, by p.Veto in loader app");
            assertThat(second.await(((Reply.Started) joined).transition()))
                    .isInstanceOfSatisfying(Reply.Refused.class, refused -> {
                        assertThat(refused.kind()).isEqualTo(ErrorKind.VETOED);
                        assertThat(refused.text()).contains("the patch refuses to be applied, by p.Veto");
                    });
            assertThat(tool.status(target).json().getArray("patches")).isEmpty();
        }
    }

    /** Not a failure at all: classes of the patch may be loaded first by a callback. */
    @EveryJdk
    void byLoadingClassesOfThePatch(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY, OTHER);
        Path fix = new CallbackBundle(dir, versions).code("""
                        package p;
                        import io.livepatch.api.*;
                        public class Loading implements PatchCallbacks {
                            public void prePatch(PatchContext c) { if (lib.Other.m() != 0) throw new AssertionError("new code"); }
                            public void postPatch(PatchContext c) { if (lib.Other.m() != 1) throw new AssertionError("old code"); }
                        }
                        """).build("fix", "p.Loading");
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target =
                TargetJvm.on(jdk, dir).agent("").with(versions.v1()).start()) {
            target.call(THING, "m");
            tool.run("apply", target.pid(), fix).assertExit(0);
            assertThat(target.call("lib.Other", "m")).isEqualTo("1");
            assertThat(tool.run("status", target.pid()).toString()).doesNotContain("callback-failed");
        }
    }

    /** Patch code sees the API and the library, and nothing of the engine. */
    @EveryJdk
    void byReachingForTheEngine(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY, OTHER);
        Path fix = new CallbackBundle(dir, versions).code("""
                        package p;
                        import io.livepatch.api.*;
                        public class Curious implements PatchCallbacks {
                            public void prePatch(PatchContext c) throws Exception {
                                c.type("lib.Other");
                                for (String each : new String[] {"io.livepatch.engine.Engine", "io.livepatch.gate.PatchGate", "org.objectweb.asm.ClassReader"}) {
                                    try {
                                        Class.forName(each, false, getClass().getClassLoader());
                                    } catch (ClassNotFoundException e) {
                                        continue;
                                    }
                                    throw new AssertionError("sees " + each);
                                }
                            }
                        }
                        """).build("fix", "p.Curious");
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target =
                TargetJvm.on(jdk, dir).agent("").with(versions.v1()).start()) {
            target.call(THING, "m");
            tool.run("apply", target.pid(), fix).assertExit(0);
        }
    }

    @Test
    void bundlesThatAreRefused(@TempDir Path dir) throws IOException, BuildInputException {
        Versions versions = Versions.of(dir, LIBRARY, OTHER);
        CallbackBundle bundle = new CallbackBundle(dir, versions).code("package p;\npublic class None { }", """
                        package p;
                        import io.livepatch.api.*;
                        @ManagesState(id = "cache") @ManagesState(id = "cache", version = 2)
                        public class Twice implements PatchCallbacks { }
                        """, """
                        package p;
                        import io.livepatch.api.*;
                        @ManagesState(id = "cache", version = 0)
                        public class Zero implements PatchCallbacks { }
                        """);
        assertRefused(
                bundle.tryBuild("missing", "p.Missing"), "p.Missing", "is in no JAR or directory of the --classpath");
        assertRefused(bundle.tryBuild("none", "p.None"), "p.None", "is no public class with a public constructor");
        assertRefused(
                bundle.tryBuild("twice", "p.Twice"), "p.Twice", "declares the state cache, which is declared already");
        assertRefused(bundle.tryBuild("zero", "p.Zero"), "p.Zero", "state cache has version 0, the least is 1");
    }

    private static void assertRefused(BuildResult result, String where, String text) {
        assertThat(result.outcome()).isEqualTo(BuildResult.Outcome.REFUSED);
        assertThat(result.refusals()).singleElement().satisfies(each -> {
            assertThat(each.where()).isEqualTo(where);
            assertThat(each.text()).contains(text);
        });
    }
}
