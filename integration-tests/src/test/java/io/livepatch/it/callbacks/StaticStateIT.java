package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Callbacks change what static fields and live objects hold, and a disable takes it back. */
@Execution(ExecutionMode.CONCURRENT)
class StaticStateIT {
    private static final String CONFIG = "lib.Config";
    private static final String LIBRARY = """
            package lib;
            import java.util.*;
            public class Config {
                private static int limit = 10;
                private static final Object HANDLER = new StringBuilder("lenient");
                private static Set<String> blocked = new TreeSet<>(List.of("script" + VERSION));
                private static final List<Config> ALL = new ArrayList<>();
                private final int number;
                private int level = 1;
                static { for (int i = 0; i < 3; i++) new Config(i); }
                private Config(int number) { this.number = number; ALL.add(this); }
                public static String show() {
                    StringBuilder levels = new StringBuilder();
                    for (Config each : ALL) levels.append(each.number).append('=').append(each.level).append(' ');
                    return limit + " " + HANDLER + " " + blocked + " " + levels.toString().trim();
                }
                public static void level(Object config, int level) { ((Config) config).level = level; }
                public static int m() { return VERSION; }
            }
            """;
    private static final String CODE = """
            package p;
            import io.livepatch.api.*;
            public class Repair implements PatchCallbacks {
                public void prePatch(PatchContext c) throws Exception {
                    c.statics().set(lib.Config.class, "limit", 5, UNDO);
                    if (Boolean.getBoolean("refuse")) throw new IllegalStateException("refused by a test");
                }
                public void postPatch(PatchContext c) throws Exception {
                    StaticState statics = c.statics();
                    statics.set(lib.Config.class, "HANDLER", "strict", UNDO);
                    statics.reinitialize(lib.Config.class, UNDO, "blocked");
                    int visited = statics.visitAndUndo(
                            lib.Config.class, each -> lib.Config.level(each, 9), each -> lib.Config.level(each, 1), lib.Config.class);
                    if (visited != 3) throw new AssertionError("visited " + visited);
                }
            }
            """;

    private static Path bundle(Path dir, Versions versions, String undo) {
        return new CallbackBundle(dir, versions)
                .code(CODE.replace("UNDO", undo))
                .build("fix", "p.Repair");
    }

    private static TargetJvm target(Jdk jdk, Path dir, Versions versions) {
        TargetJvm target = TargetJvm.on(jdk, dir).agent("").with(versions.v1()).start();
        assertThat(target.call(CONFIG, "show")).isEqualTo("10 lenient [script0] 0=1 1=1 2=1");
        return target;
    }

    @EveryJdk
    void changesAreToldAndTakenBack(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Path fix = bundle(dir, versions, "Undo.AFTER_UNPATCH");
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            seen.apply(fix);
            seen.call(CONFIG, "show");
            seen.disable("fix");
            seen.call(CONFIG, "show");

            assertThat(seen.toString())
                    .doesNotContain("callback-failed")
                    .contains(
                            "fix: state-changed p.Repair in loader app",
                            "fix: enabled\nlib.Config.show = 5 strict [script1] 0=9 1=9 2=9\n")
                    .endsWith("fix: disabled\nlib.Config.show = 10 lenient [script0] 0=1 1=1 2=1\n");
        }
    }

    /** Each finds what the other has left, so going back has to go the same way. */
    @EveryJdk
    void changesOfSeveralCallbacksAreTakenBackAsOne(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        String code = """
                package p;
                import io.livepatch.api.*;
                public class NAME implements PatchCallbacks {
                    public void prePatch(PatchContext c) throws Exception { raise(c); }
                    public void postPatch(PatchContext c) throws Exception { raise(c); }
                    private static void raise(PatchContext c) throws Exception {
                        int before = (int) c.statics().get(lib.Config.class, "limit");
                        c.statics().set(lib.Config.class, "limit", before + 1, Undo.AFTER_UNPATCH);
                    }
                }
                """;
        Path fix = new CallbackBundle(dir, versions)
                .code(code.replace("NAME", "First"), code.replace("NAME", "Second"))
                .build("fix", "p.First", "p.Second");
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            seen.apply(fix);
            assertThat(target.call(CONFIG, "show")).startsWith("14 ");
            seen.disable("fix");

            assertThat(seen.toString()).doesNotContain("callback-failed");
            assertThat(target.call(CONFIG, "show")).startsWith("10 ");
        }
    }

    @EveryJdk
    void changesThatAreToLastDo(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Path fix = bundle(dir, versions, "Undo.NEVER");
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            seen.apply(fix);
            seen.disable("fix");
            seen.call(CONFIG, "show");

            assertThat(seen.toString()).endsWith("lib.Config.show = 5 strict [script1] 0=1 1=1 2=1\n");
        }
    }

    @EveryJdk
    void aVetoTakesBackWhatWasChangedBefore(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Path fix = bundle(dir, versions, "Undo.AFTER_UNPATCH");
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            target.call("java.lang.System", "setProperty", "refuse", "true");
            seen.apply(fix);
            seen.call(CONFIG, "show");

            assertThat(seen.toString())
                    .endsWith("refused: VETOED\nlib.Config.show = 10 lenient [script0] 0=1 1=1 2=1\n");
        }
    }
}
