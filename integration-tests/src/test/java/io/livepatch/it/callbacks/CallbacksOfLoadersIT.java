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

/** When callbacks run for class loaders that come after the patch, go, or never come, as the kernel's {@code test-callbacks.sh} has it for modules. */
@Execution(ExecutionMode.CONCURRENT)
class CallbacksOfLoadersIT {
    @EveryJdk
    void libraryThatComesLater(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            Transcript seen = new Transcript(target);

            seen.apply(fix);
            target.loader("late", versions.v1());
            seen.callIn("late", CalledLibrary.THING, "m");
            seen.awaitEvents("fix: callback post-patch p.Library in loader late");
            seen.disable("fix");

            assertThat(seen).hasToString("""
                    % apply fix
                    fix: enabling
                    fix: initializing patching
                    fix: callback pre-patch p.Jvm once in the JVM
                    fix: starting patching
                    fix: completing patching
                    fix: callback post-patch p.Jvm once in the JVM
                    fix: enabled
                    late: lib.Thing.m = 1
                    fix: callback pre-patch p.Library in loader late
                    fix: callback post-patch p.Library in loader late
                    % disable fix
                    fix: disabling
                    fix: initializing unpatching
                    fix: callback pre-unpatch p.Jvm once in the JVM
                    fix: callback pre-unpatch p.Library in loader late
                    fix: starting unpatching
                    fix: completing unpatching
                    fix: callback post-unpatch p.Jvm once in the JVM
                    fix: callback post-unpatch p.Library in loader late
                    fix: disabled
                    """);
        }
    }

    @EveryJdk
    void libraryThatNeverComes(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            Transcript seen = new Transcript(target);

            seen.apply(fix);
            seen.disable("fix");

            assertThat(seen).hasToString("""
                    % apply fix
                    fix: enabling
                    fix: initializing patching
                    fix: callback pre-patch p.Jvm once in the JVM
                    fix: starting patching
                    fix: completing patching
                    fix: callback post-patch p.Jvm once in the JVM
                    fix: enabled
                    % disable fix
                    fix: disabling
                    fix: initializing unpatching
                    fix: callback pre-unpatch p.Jvm once in the JVM
                    fix: starting unpatching
                    fix: completing unpatching
                    fix: callback post-unpatch p.Jvm once in the JVM
                    fix: disabled
                    """);
        }
    }

    /** Nobody can call what is gone; those that are left get theirs. */
    @EveryJdk
    void libraryThatGoes(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            target.loader("going", versions.v1());
            target.callIn("going", CalledLibrary.THING, "m");
            Transcript seen = new Transcript(target);
            seen.apply(fix);
            target.loader("late", versions.v1());
            target.callIn("late", CalledLibrary.THING, "m");
            seen.awaitEvents("fix: callback post-patch p.Library in loader late");

            target.ask("collected", "going");
            target.ask("collected", "late");
            seen.note("both have gone");
            seen.list();
            seen.disable("fix");

            assertThat(seen.toString()).endsWith("""
                    both have gone
                    % list
                    fix: enabled=1 replace=0 stack_order=1
                      lib.Thing: patched=0
                    % disable fix
                    fix: disabling
                    fix: initializing unpatching
                    fix: callback pre-unpatch p.Jvm once in the JVM
                    fix: starting unpatching
                    fix: completing unpatching
                    fix: callback post-unpatch p.Jvm once in the JVM
                    fix: disabled
                    """);
        }
    }

    /** The code is in force before anybody could be asked, and stays so: an operator is told, and the others go on. */
    @EveryJdk
    void vetoOfALibraryThatComesLater(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, CalledLibrary.LIBRARY);
        Path fix = CalledLibrary.bundle(dir, versions, "fix");
        try (TargetJvm target = CalledLibrary.target(jdk, dir)) {
            Transcript seen = new Transcript(target);
            seen.apply(fix);
            target.loader("late", versions.v1());
            target.callIn("late", CalledLibrary.SWITCH, "fail", "prePatch");

            seen.callIn("late", CalledLibrary.THING, "m");
            seen.awaitEvents(
                    "fix: callback-failed pre-patch p.Library in loader late: java.lang.IllegalStateException: refused by"
                            + " a test at late//lib.Switch.check(Switch.java:5)");
            seen.disable("fix");

            assertThat(seen.toString()).endsWith("""
                    % disable fix
                    fix: disabling
                    fix: initializing unpatching
                    fix: callback pre-unpatch p.Jvm once in the JVM
                    fix: starting unpatching
                    fix: completing unpatching
                    fix: callback post-unpatch p.Jvm once in the JVM
                    fix: disabled
                    """);
        }
    }
}
