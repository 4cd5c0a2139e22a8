package io.livepatch.it;

import static io.livepatch.it.harness.Expected.applied;
import static io.livepatch.it.harness.Expected.disabled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.Bundles;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * The selftest of Linux livepatch in which every processor calls the patched function without a pause (SC1): each thread comes to
 * the new body once and stays, however its loop and the method are compiled.
 */
class HammeredMethodIT {
    private static final int THREADS = 4;

    private static final String PID = """
            package lib;
            public class Pid {
                public static int get() { return VERSION; }
            }
            """;

    private static final String HAMMER = """
            package lib;
            import java.util.Map;
            import java.util.TreeMap;
            import java.util.concurrent.ConcurrentHashMap;
            public class Hammer {
                private static final Map<String, String> SEEN = new ConcurrentHashMap<>();
                private static volatile boolean stop;
                public static String hammer(String name) {
                    int last = -1;
                    while (!stop) {
                        int now = Pid.get();
                        if (now != last) {
                            last = now;
                            SEEN.merge(name, "" + now, String::concat);
                        }
                    }
                    return SEEN.get(name);
                }
                public static String seen() { return String.join(" ", new TreeMap<>(SEEN).values()); }
                public static void stop() { stop = true; }
            }
            """;

    private static final String EXPECTED = """
            every thread saw 0
            """ + applied("fix") + """
            every thread saw 01
            """ + disabled("fix") + """
            every thread saw 010
            hammer-0 ended: 010
            hammer-1 ended: 010
            hammer-2 ended: 010
            hammer-3 ended: 010
            """;

    @EveryJdk
    void isSeenInNewCodeOnceByEachThreadWhateverTheCompilerMadeOfIt(Jdk jdk, @TempDir Path dir) {
        Path log = dir.resolve("jit.log");
        assertThat(transcript(jdk, dir, log, "-Xlog:jit+compilation=debug:file=" + log + "::filecount=0"))
                .isEqualTo(EXPECTED);
        assertThat(compiled(log)).as("times C2 compiled the loop").isGreaterThan(1);
    }

    @EveryJdk
    void soItIsWhenEveryBodyIsCompiledBeforeItsFirstCall(Jdk jdk, @TempDir Path dir) {
        assertThat(transcript(
                        jdk,
                        dir,
                        null,
                        "-Xcomp",
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=compileonly,lib.*::*"))
                .isEqualTo(EXPECTED);
    }

    /** @param log of the compiler, to wait for the optimising one before each step; null if it does not matter */
    private static String transcript(Jdk jdk, Path dir, Path log, String... options) {
        Versions versions = Versions.of(dir, PID, HAMMER);
        Path fix = Bundles.between(dir, "fix", versions);
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .agent("")
                .options(options)
                .with(versions.v1())
                .start()) {
            Transcript it = new Transcript(target);
            for (int i = 0; i < THREADS; i++) {
                target.start("hammer-" + i, "lib.Hammer", "hammer", Integer.toString(i));
            }
            awaitSeen(target, it, "0");
            if (log != null) {
                await("C2 compiles the loop").atMost(Duration.ofSeconds(60)).until(() -> compiled(log) > 0);
            }
            it.apply(fix);
            awaitSeen(target, it, "01");
            if (log != null) {
                await("C2 compiles it with the new body")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> compiled(log) > 1);
            }
            it.disable("fix");
            awaitSeen(target, it, "010");
            target.call("lib.Hammer", "stop");
            for (int i = 0; i < THREADS; i++) {
                it.join("hammer-" + i);
            }
            return it.toString();
        }
    }

    private static void awaitSeen(TargetJvm target, Transcript it, String seen) {
        await("every thread has seen " + seen)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> target.call("lib.Hammer", "seen"),
                        (seen + " ").repeat(THREADS).strip()::equals);
        it.note("every thread saw " + seen);
    }

    private static long compiled(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.matches(".* 4 +lib\\.Hammer::hammer .*"))
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
