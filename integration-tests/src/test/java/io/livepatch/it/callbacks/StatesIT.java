package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Reply;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import io.livepatch.model.ReplaceSet;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Changes outside of the code, as the kernel's {@code test-state.sh} has them: a level of logging that each patch raises and the last one puts back. */
@Execution(ExecutionMode.CONCURRENT)
class StatesIT {
    private static final String LEVELS = "lib.Levels";
    private static final String LIBRARY = """
            package lib;
            public class Levels {
                public static volatile int level = 4;
                public static int level() { return level; }
                public static int m() { return VERSION; }
            }
            """;

    /** As {@code test_klp_state.c}: what was there before is allocated, kept, put back and freed in the four callbacks. */
    private static final String CODE = """
            package p;
            import io.livepatch.api.*;
            import java.util.concurrent.atomic.AtomicInteger;
            @ManagesState(id = "level", version = STATE)
            public class Level implements PatchCallbacks {
                public void prePatch(PatchContext c) {
                    SystemState state = c.state("level");
                    if (state.data() != null) throw new AssertionError("not a fresh state");
                    state.setData(c.previousState("level").map(SystemState::data).orElseGet(AtomicInteger::new));
                }
                public void postPatch(PatchContext c) {
                    if (c.previousState("level").isEmpty()) {
                        ((AtomicInteger) c.state("level").data()).set(lib.Levels.level);
                    }
                    lib.Levels.level = 7 + STATE;
                }
                public void preUnpatch(PatchContext c) {
                    lib.Levels.level = ((AtomicInteger) c.state("level").data()).get();
                }
                public void postUnpatch(PatchContext c) {
                    if (c.isReversal()) throw new AssertionError("it was in force");
                }
            }
            """;

    private static Path bundle(Path dir, Versions versions, String name, int state) {
        return new CallbackBundle(dir, versions)
                .code(CODE.replace("STATE", Integer.toString(state)))
                .set(new ReplaceSet("level", true))
                .build(name, "p.Level");
    }

    private static TargetJvm target(Jdk jdk, Path dir, Versions versions) {
        TargetJvm target = TargetJvm.on(jdk, dir).agent("").with(versions.v1()).start();
        assertThat(target.call(LEVELS, "level")).isEqualTo("4");
        return target;
    }

    @EveryJdk
    void isPutBackByTheOneThatChangedIt(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Path first = bundle(dir, versions, "first", 1);
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            seen.apply(first);
            seen.call(LEVELS, "level");
            seen.disable("first");
            seen.call(LEVELS, "level");
            seen.apply(first);
            seen.call(LEVELS, "level");
            assertThat(seen.toString()).doesNotContain("callback-failed");
            assertThat(seen.toString().lines().filter(line -> line.startsWith("lib.")))
                    .containsExactly("lib.Levels.level = 8", "lib.Levels.level = 4", "lib.Levels.level = 8");
        }
    }

    @EveryJdk
    void isTakenOverByTheOneThatReplacesIt(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Path first = bundle(dir, versions, "first", 1);
        Path second = bundle(dir, versions, "second", 2);
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            seen.apply(first);
            seen.apply(second);
            seen.call(LEVELS, "level");
            seen.disable("second");
            seen.note("back at what was before the first one");
            seen.call(LEVELS, "level");

            assertThat(seen.toString()).endsWith("""
                    % apply second
                    second: enabling
                    second: initializing patching
                    second: callback pre-patch p.Level in loader app
                    second: starting patching
                    second: completing patching
                    second: callback post-patch p.Level in loader app
                    second: enabled
                    first: replaced by patch second
                    lib.Levels.level = 9
                    % disable second
                    second: disabling
                    second: initializing unpatching
                    second: callback pre-unpatch p.Level in loader app
                    second: starting unpatching
                    second: completing unpatching
                    second: callback post-unpatch p.Level in loader app
                    second: disabled
                    back at what was before the first one
                    lib.Levels.level = 4
                    """);
        }
    }

    /** Up, and down again to one of the same version. */
    @EveryJdk
    void passesBetweenPatchesOfEqualVersion(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Path second = bundle(dir, versions, "second", 2);
        Path third = bundle(dir, versions, "third", 2);
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            seen.apply(second);
            seen.apply(third);
            seen.apply(second);
            seen.list();
            seen.disable("second");
            seen.call(LEVELS, "level");

            assertThat(seen.toString())
                    .doesNotContain("callback-failed", "refused")
                    .contains("third: replaced by patch second\n% list\nsecond: enabled=1 replace=1 stack_order=1\n")
                    .endsWith("lib.Levels.level = 4\n");
        }
    }

    @EveryJdk
    void refusesAnOlderVersionBeforeAnythingHappens(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, LIBRARY);
        Path first = bundle(dir, versions, "first", 1);
        Path second = bundle(dir, versions, "second", 2);
        Path stateless = new CallbackBundle(dir, versions)
                .set(new ReplaceSet("level", true))
                .code("package p;\npublic class Unused { }")
                .build("stateless");
        try (TargetJvm target = target(jdk, dir, versions)) {
            Transcript seen = new Transcript(target);
            seen.apply(second);
            seen.apply(first);
            seen.apply(stateless);
            seen.call(LEVELS, "level");

            assertThat(seen.toString()).endsWith("""
                    second: enabled
                    % apply first
                    refused: INCOMPATIBLE_STATE
                    % apply stateless
                    refused: INCOMPATIBLE_STATE
                    lib.Levels.level = 9
                    """);
            Operator operator = new Operator(target);
            assertThat(operator.apply(first))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.text())
                                    .isEqualTo(
                                            "patch first has state level version 1, and patch second, which is enabled, has changed it as"
                                                    + " version 2; disable that first, or apply a later version of the patch"));
            assertThat(operator.apply(stateless))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.text())
                                    .isEqualTo(
                                            "patch stateless would take the place of patch second and does not have its state level version"
                                                    + " 2, so nobody could undo that change; disable that patch first"));
        }
    }
}
