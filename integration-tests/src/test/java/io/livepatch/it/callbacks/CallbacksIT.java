package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import io.livepatch.model.ReplaceSet;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** When callbacks run, as the kernel's {@code test-callbacks.sh} has it. */
@Execution(ExecutionMode.CONCURRENT)
class CallbacksIT {
    @EveryJdk
    void libraryLoadedBefore(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            target.loader("first", versions.v1());
            target.callIn("first", CalledLibrary.THING, "m");
            Transcript seen = new Transcript(target);

            seen.apply(fix);
            seen.callIn("first", CalledLibrary.THING, "m");
            seen.disable("fix");
            seen.callIn("first", CalledLibrary.THING, "m");

            assertThat(seen).hasToString("""
                    % apply fix
                    fix: enabling
                    fix: initializing patching
                    fix: callback pre-patch p.Jvm once in the JVM
                    fix: callback pre-patch p.Library in loader first
                    fix: starting patching
                    fix: completing patching
                    fix: callback post-patch p.Jvm once in the JVM
                    fix: callback post-patch p.Library in loader first
                    fix: enabled
                    first: lib.Thing.m = 1
                    % disable fix
                    fix: disabling
                    fix: initializing unpatching
                    fix: callback pre-unpatch p.Jvm once in the JVM
                    fix: callback pre-unpatch p.Library in loader first
                    fix: starting unpatching
                    fix: completing unpatching
                    fix: callback post-unpatch p.Jvm once in the JVM
                    fix: callback post-unpatch p.Library in loader first
                    fix: disabled
                    first: lib.Thing.m = 0
                    """);
        }
    }

    /** Each patch calls its own, and only while it is in transition itself. */
    @EveryJdk
    void twoPatches(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Versions upper = new Versions(versions.v2(), third(dir));
        Path first = new CallbackBundle(dir, versions).code(CalledLibrary.CODE).build("first", "p.Jvm");
        Path second = new CallbackBundle(dir, upper).code(CalledLibrary.CODE).build("second", "p.Jvm");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            target.loader("first", versions.v1());
            target.callIn("first", CalledLibrary.THING, "m");
            Transcript seen = new Transcript(target);

            seen.apply(first);
            seen.apply(second);
            seen.disable("second");
            seen.disable("first");

            assertThat(seen).hasToString("""
                    % apply first
                    first: enabling
                    first: initializing patching
                    first: callback pre-patch p.Jvm once in the JVM
                    first: starting patching
                    first: completing patching
                    first: callback post-patch p.Jvm once in the JVM
                    first: enabled
                    % apply second
                    second: enabling
                    second: initializing patching
                    second: callback pre-patch p.Jvm once in the JVM
                    second: starting patching
                    second: completing patching
                    second: callback post-patch p.Jvm once in the JVM
                    second: enabled
                    % disable second
                    second: disabling
                    second: initializing unpatching
                    second: callback pre-unpatch p.Jvm once in the JVM
                    second: starting unpatching
                    second: completing unpatching
                    second: callback post-unpatch p.Jvm once in the JVM
                    second: disabled
                    % disable first
                    first: disabling
                    first: initializing unpatching
                    first: callback pre-unpatch p.Jvm once in the JVM
                    first: starting unpatching
                    first: completing unpatching
                    first: callback post-unpatch p.Jvm once in the JVM
                    first: disabled
                    """);
        }
    }

    private static Path third(Path dir) {
        String[] sources = Stream.of(CalledLibrary.LIBRARY)
                .map(each -> each.replace("VERSION", "2"))
                .toArray(String[]::new);
        return Compiler.compile(dir.resolve("v3"), List.of(), sources);
    }

    @EveryJdk
    void veto(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            target.loader("first", versions.v1());
            target.callIn("first", CalledLibrary.THING, "m");
            Transcript seen = new Transcript(target);

            target.call("java.lang.System", "setProperty", "refuse", "true");
            seen.apply(fix);
            target.call("java.lang.System", "setProperty", "refuse", "false");
            target.callIn("first", CalledLibrary.SWITCH, "fail", "prePatch");
            seen.apply(fix);
            seen.list();
            seen.callIn("first", CalledLibrary.THING, "m");

            assertThat(seen).hasToString("""
                    % apply fix
                    fix: enabling
                    fix: initializing patching
                    fix: callback pre-patch p.Jvm once in the JVM
                    fix: callback-failed pre-patch p.Jvm once in the JVM: java.lang.IllegalStateException: refused by a test at livepatch-code//p.Jvm.prePatch(Jvm.java:6)
                    fix: canceling patching
                    fix: failed
                    refused: VETOED
                    % apply fix
                    fix: enabling
                    fix: initializing patching
                    fix: callback pre-patch p.Jvm once in the JVM
                    fix: callback pre-patch p.Library in loader first
                    fix: callback-failed pre-patch p.Library in loader first: java.lang.IllegalStateException: refused by a test at first//lib.Switch.check(Switch.java:5)
                    fix: callback post-unpatch p.Jvm once in the JVM
                    fix: canceling patching
                    fix: failed
                    refused: VETOED
                    % list
                    first: lib.Thing.m = 0
                    """);
        }
    }

    /** The transition is turned round while a thread still holds it: what was prepared is taken back, and nothing else is called. */
    @EveryJdk
    void reversalWhileAThreadHolds(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            target.loader("first", versions.v1());
            target.startIn("first", "sleeper", CalledLibrary.THING, "hold");
            target.awaitEntered("gate");
            Transcript seen = new Transcript(target);

            seen.applyHeldBy(fix, "sleeper");
            target.loader("late", versions.v1());
            target.callIn("late", CalledLibrary.THING, "m");
            seen.awaitEvents("fix: callback pre-patch p.Library in loader late");
            seen.run("disable fix", new Command.Disable("fix"));
            target.release("gate");
            seen.join("sleeper");

            assertThat(seen).hasToString("""
                    % apply fix
                    fix: enabling
                    fix: initializing patching
                    fix: callback pre-patch p.Jvm once in the JVM
                    fix: callback pre-patch p.Library in loader first
                    fix: starting patching
                    held by sleeper
                    fix: callback pre-patch p.Library in loader late
                    % disable fix
                    fix: reversing from patching to unpatching
                    fix: starting unpatching
                    fix: completing unpatching
                    fix: callback post-unpatch p.Jvm once in the JVM
                    fix: callback post-unpatch p.Library in loader first
                    fix: callback post-unpatch p.Library in loader late
                    fix: reversed
                    sleeper ended: 0
                    """);
        }
    }

    /** Turned round twice over, a disable ends in force: postPatch undoes what preUnpatch did. */
    @EveryJdk
    void reversalOfADisable(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            target.loader("first", versions.v1());
            target.callIn("first", CalledLibrary.THING, "m");
            Transcript seen = new Transcript(target);
            seen.apply(fix);
            target.startIn("first", "sleeper", CalledLibrary.THING, "hold");
            target.awaitEntered("gate");

            seen.runHeldBy("disable fix", new Command.Disable("fix"), "sleeper");
            seen.run("enable fix", new Command.Enable("fix"));

            assertThat(seen.toString()).endsWith("""
                    % disable fix
                    fix: disabling
                    fix: initializing unpatching
                    fix: callback pre-unpatch p.Jvm once in the JVM
                    fix: callback pre-unpatch p.Library in loader first
                    fix: starting unpatching
                    held by sleeper
                    % enable fix
                    fix: reversing from unpatching to patching
                    fix: starting patching
                    fix: completing patching
                    fix: callback post-patch p.Jvm once in the JVM
                    fix: callback post-patch p.Library in loader first
                    fix: reversed
                    """);
            target.release("gate");
            assertThat(target.join("sleeper")).isEqualTo("1");
        }
    }

    /** The newcomer's callbacks run, and none of the one that goes. */
    @EveryJdk
    void replacement(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path first = new CallbackBundle(dir, versions)
                .code(CalledLibrary.CODE)
                .set(new ReplaceSet("cve", false))
                .build("first", "p.Library");
        Path second = new CallbackBundle(dir, versions)
                .code(CalledLibrary.CODE)
                .set(new ReplaceSet("cve", true))
                .build("second", "p.Library");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            target.loader("first", versions.v1());
            target.callIn("first", CalledLibrary.THING, "m");
            Transcript seen = new Transcript(target);
            seen.apply(first);
            seen.apply(second);
            seen.disable("second");

            assertThat(seen.toString()).endsWith("""
                    first: enabled
                    % apply second
                    second: enabling
                    second: initializing patching
                    second: callback pre-patch p.Library in loader first
                    second: starting patching
                    second: completing patching
                    second: callback post-patch p.Library in loader first
                    second: enabled
                    first: replaced by patch second
                    % disable second
                    second: disabling
                    second: initializing unpatching
                    second: callback pre-unpatch p.Library in loader first
                    second: starting unpatching
                    second: completing unpatching
                    second: callback post-unpatch p.Library in loader first
                    second: disabled
                    """);
            assertThat(seen.toString()).doesNotContain("first: callback post-unpatch");
        }
    }
}
