package io.livepatch.it;

import static io.livepatch.it.harness.Expected.applied;
import static io.livepatch.it.harness.Expected.disabled;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Bundles;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.TargetLaunch;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;

/**
 * The selftests of Linux livepatch about ftrace and kprobes (FT1 to FT3, KP1, KP2), event by event: retransformation stands for
 * the one, another agent's code in the patched method for the other.
 */
class AgentsInTheWayTranscriptsIT {
    private static final String TRACER = "io.livepatch.it.target.Tracer";
    private static final String OWNER = "io.livepatch.it.target.Owner";
    private static final String FIX = "fix";
    private static final String ONE = """
            package lib;
            public class One {
                public static int m() { return VERSION; }
            }
            """;

    /** The order of the agents is that in which they get to see a class. */
    private static TargetJvm start(Jdk jdk, Path dir, Versions versions, UnaryOperator<TargetLaunch> agents)
            throws URISyntaxException {
        Path asm = Path.of(ClassReader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        TargetLaunch launch = TargetJvm.on(jdk, dir).with(versions.v1()).with(asm);
        return agents.apply(launch).start();
    }

    private static TargetLaunch oursFirst(TargetLaunch launch) {
        return launch.agent("").testAgent();
    }

    private static TargetLaunch oursLast(TargetLaunch launch) {
        return launch.testAgent().agent("");
    }

    private static void tracerComes(TargetJvm target, Transcript it) {
        target.call(TRACER, "come", "lib.One", "m");
        it.note("tracer comes");
    }

    private static void tracerGoes(TargetJvm target, Transcript it) {
        target.call(TRACER, "go");
        it.note("tracer goes");
    }

    private static void callTraced(TargetJvm target, Transcript it) {
        it.call("lib.One", "m");
        it.note("traced: " + target.call(TRACER, "hits"));
    }

    @EveryJdk
    void aJvmThatDoesNotLetUsRetransformRefuses(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, ONE);
        Path fix = Bundles.between(dir, FIX, versions);
        Path crippled = Livepatch.withoutRetransformation(dir.resolve("crippled.jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .options("-javaagent:" + crippled)
                .with(versions.v1())
                .start()) {
            Transcript it = new Transcript(target);
            it.call("lib.One", "m");
            it.apply(fix);
            it.call("lib.One", "m");
            it.list();
            assertThat(it).hasToString("""
                    lib.One.m = 0
                    % apply fix
                    refused: NOT_PATCHABLE
                    lib.One.m = 0
                    % list
                    """);
        }
    }

    @EveryJdk
    void aTracerThatComesAfterThePatchSeesItsCallsAndThePatchStaysInForce(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, ONE);
        Path fix = Bundles.between(dir, FIX, versions);
        try (TargetJvm target = start(jdk, dir, versions, AgentsInTheWayTranscriptsIT::oursFirst)) {
            Transcript it = new Transcript(target);
            it.call("lib.One", "m");
            it.apply(fix);
            tracerComes(target, it);
            callTraced(target, it);
            it.disable(FIX);
            callTraced(target, it);
            it.apply(fix);
            callTraced(target, it);
            tracerGoes(target, it);
            callTraced(target, it);
            it.disable(FIX);
            callTraced(target, it);

            assertThat(it)
                    .hasToString("lib.One.m = 0\n" + applied(FIX) + """
                            tracer comes
                            lib.One.m = 1
                            traced: 1
                            """ + disabled(FIX) + """
                            lib.One.m = 0
                            traced: 1
                            """ + applied(FIX) + """
                            lib.One.m = 1
                            traced: 1
                            tracer goes
                            lib.One.m = 1
                            traced: 0
                            """
                            + disabled(FIX) + """
                            lib.One.m = 0
                            traced: 0
                            """);
        }
    }

    /** Its code is in the class as it comes to us, so the method is not the one the patch was made for. */
    @EveryJdk
    void aTracerThatWasThereBeforeMakesAnotherVersionOfTheMethod(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, ONE);
        Path fix = Bundles.between(dir, FIX, versions);
        try (TargetJvm target = start(jdk, dir, versions, AgentsInTheWayTranscriptsIT::oursLast)) {
            Transcript it = new Transcript(target);
            it.call("lib.One", "m");
            tracerComes(target, it);
            it.apply(fix);
            callTraced(target, it);
            tracerGoes(target, it);
            it.apply(fix);
            callTraced(target, it);

            assertThat(it).hasToString("""
                    lib.One.m = 0
                    tracer comes
                    % apply fix
                    refused: VERSION_MISMATCH
                    lib.One.m = 0
                    traced: 1
                    tracer goes
                    """ + applied(FIX) + """
                    lib.One.m = 1
                    traced: 0
                    """);
        }
    }

    @EveryJdk
    void anAgentBeforeUsThatPutsTheShippedClassBackDoesNotUndoThePatch(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, ONE);
        Path fix = Bundles.between(dir, FIX, versions);
        try (TargetJvm target = start(jdk, dir, versions, AgentsInTheWayTranscriptsIT::oursLast)) {
            Transcript it = new Transcript(target);
            it.call("lib.One", "m");
            target.call(OWNER, "come", "lib.One");
            it.note("owner comes");
            it.apply(fix);
            it.call("lib.One", "m");
            target.call(OWNER, "go");
            it.note("owner goes");
            it.call("lib.One", "m");
            it.disable(FIX);
            it.call("lib.One", "m");

            assertThat(it)
                    .hasToString(
                            "lib.One.m = 0\nowner comes\n" + applied(FIX) + """
                    lib.One.m = 1
                    owner goes
                    lib.One.m = 1
                    """ + disabled(FIX) + "lib.One.m = 0\n");
        }
    }

    /** What it makes of the original body is under the patch, and comes to light when the patch goes. */
    @EveryJdk
    void aTracerBeforeUsThatComesWhileThePatchIsInForceDoesNotUndoIt(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, ONE);
        Path fix = Bundles.between(dir, FIX, versions);
        try (TargetJvm target = start(jdk, dir, versions, AgentsInTheWayTranscriptsIT::oursLast)) {
            Transcript it = new Transcript(target);
            it.call("lib.One", "m");
            it.apply(fix);
            target.loader("later", versions.v1());
            it.note("m of a class loaded later: " + target.callIn("later", "lib.One", "m"));
            tracerComes(target, it);
            callTraced(target, it);
            it.note("m of a class loaded later: " + target.callIn("later", "lib.One", "m"));
            it.disable(FIX);
            callTraced(target, it);
            tracerGoes(target, it);
            callTraced(target, it);

            assertThat(it).hasToString("lib.One.m = 0\n" + applied(FIX) + """
                    m of a class loaded later: 1
                    tracer comes
                    lib.One.m = 1
                    traced: 0
                    m of a class loaded later: 1
                    """ + disabled(FIX) + """
                    lib.One.m = 0
                    traced: 1
                    tracer goes
                    lib.One.m = 0
                    traced: 0
                    """);
        }
    }
}
