package io.livepatch.it;

import static io.livepatch.it.harness.Expected.applied;
import static io.livepatch.it.harness.Expected.applying;
import static io.livepatch.it.harness.Expected.disabled;
import static io.livepatch.it.harness.Expected.disabling;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.it.harness.Bundles;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * The selftests of Linux livepatch in which somebody stays inside a patched function (CB8, CB9, N1, N2), event by event, and what
 * they leave out: reversals one after the other, force, and classes and threads that come while a transition turns round.
 */
class BusyTargetTranscriptsIT {
    private static final String BUSY = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static int version() { return VERSION; }
                public static int hold(String gate) {
                    Gates.pass(gate);
                    return VERSION;
                }
                public static int park() {
                    Gates.pass("park");
                    java.util.concurrent.locks.LockSupport.park();
                    return VERSION;
                }
            }
            """;

    private static final String LATE = """
            package lib;
            public class Late {
                public static int m() { return VERSION; }
            }
            """;

    private static final String REVERSE = "reverse";

    private interface Script {
        void run(TargetJvm target, Transcript it, Path fix);
    }

    /** {@code Busy} is on the class path, {@code Late} for child loaders only. */
    private static String transcript(Jdk jdk, Path dir, Script script) {
        Path fix = Bundles.of(dir, "fix", BUSY, LATE);
        Versions busy = Versions.of(dir.resolve("busy"), BUSY);
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").with(busy.v1()).start()) {
            Transcript it = new Transcript(target);
            script.run(target, it, fix);
            return it.toString();
        }
    }

    private static void sleep(TargetJvm target, String thread) {
        target.start(thread, "lib.Busy", "hold", thread);
        target.awaitEntered(thread);
    }

    private static void lateComesAndGoes(TargetJvm target, Transcript it, Path fix) {
        target.loader("child", fix.resolveSibling("fix/v1"));
        it.callIn("child", "lib.Late", "m");
        target.ask("collected", "child");
        it.note("child goes");
    }

    @EveryJdk
    void nobodyStaysInside(Jdk jdk, @TempDir Path dir) {
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    it.call("lib.Busy", "version");
                    it.apply(fix);
                    lateComesAndGoes(target, it, fix);
                    it.disable("fix");
                    it.call("lib.Busy", "version");
                }))
                .isEqualTo("""
                    lib.Busy.version = 0
                    """ + applied("fix") + """
                    child: lib.Late.m = 1
                    child goes
                    """ + disabled("fix") + """
                    lib.Busy.version = 0
                    """);
    }

    @EveryJdk
    void aReversalCompletesWhileTheBlockerStillSleeps(Jdk jdk, @TempDir Path dir) {
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    sleep(target, "sleeper");
                    it.applyHeldBy(fix, "sleeper");
                    lateComesAndGoes(target, it, fix);
                    it.disable("fix");
                    it.call("lib.Busy", "version");
                    target.release("sleeper");
                    it.join("sleeper");
                }))
                .isEqualTo(applying("fix") + """
                    held by sleeper
                    child: lib.Late.m = 1
                    child goes
                    % disable fix
                    fix: reversing from patching to unpatching
                    fix: starting unpatching
                    fix: completing unpatching
                    fix: reversed
                    lib.Busy.version = 0
                    sleeper ended: 0
                    """);
    }

    @EveryJdk
    void aBlockedThreadEndsItsCallInOldCodeWhileOthersRunTheNew(Jdk jdk, @TempDir Path dir) {
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    sleep(target, "blocked");
                    it.applyHeldBy(fix, "blocked");
                    it.call("lib.Busy", "version");
                    target.release("blocked");
                    it.awaitEnd();
                    it.join("blocked");
                }))
                .isEqualTo(applying("fix") + """
                    held by blocked
                    lib.Busy.version = 1
                    % wait
                    fix: completing patching
                    fix: enabled
                    blocked ended: 0
                    """);
    }

    @EveryJdk
    void aThreadInNewCodeHoldsTheDisableWhileOthersRunTheOld(Jdk jdk, @TempDir Path dir) {
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    it.apply(fix);
                    sleep(target, "blocked");
                    it.runHeldBy("disable fix", new Command.Disable("fix"), "blocked");
                    it.call("lib.Busy", "version");
                    target.release("blocked");
                    it.awaitEnd();
                    it.join("blocked");
                }))
                .isEqualTo(applied("fix") + disabling("fix") + """
                    held by blocked
                    lib.Busy.version = 0
                    % wait
                    fix: completing unpatching
                    fix: disabled
                    blocked ended: 1
                    """);
    }

    /** One thread sleeps in old code and one in new code, so that each direction is held. */
    @EveryJdk
    void classesAndThreadsThatComeWhileItTurnsRoundAgainAndAgain(Jdk jdk, @TempDir Path dir) {
        String there = """
                % reverse
                fix: reversing from patching to unpatching
                fix: starting unpatching
                held by new
                child: lib.Late.m = 0
                born in between ended: 0
                """;
        String back = """
                % reverse
                fix: reversing from unpatching to patching
                fix: starting patching
                held by old
                child: lib.Late.m = 1
                born in between ended: 1
                """;
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    sleep(target, "old");
                    it.applyHeldBy(fix, "old");
                    sleep(target, "new");
                    for (int i = 0; i < 10; i++) {
                        it.runHeldBy(REVERSE, new Command.Reverse(), i % 2 == 0 ? "new" : "old");
                        target.loader("child", fix.resolveSibling("fix/v1"));
                        it.callIn("child", "lib.Late", "m");
                        target.start("born in between", "lib.Busy", "version");
                        it.join("born in between");
                    }
                    target.release("old");
                    it.awaitEnd();
                    it.join("old");
                    target.release("new");
                    it.join("new");
                    it.callIn("child", "lib.Late", "m");
                }))
                .isEqualTo(applying("fix") + """
                    held by old
                    """ + (there + back).repeat(5) + """
                    % wait
                    fix: completing patching
                    fix: enabled
                    old ended: 0
                    new ended: 1
                    child: lib.Late.m = 1
                    """);
    }

    @EveryJdk
    void aForcedThreadIsNamedForGood(Jdk jdk, @TempDir Path dir) {
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    sleep(target, "sleeper");
                    it.applyHeldBy(fix, "sleeper");
                    it.run("force", new Command.Force(Command.Watch.ANY));
                    it.call("lib.Busy", "version");
                    target.release("sleeper");
                    it.join("sleeper");
                    it.disable("fix");
                    it.apply(fix);
                }))
                .isEqualTo(applying("fix") + """
                    held by sleeper
                    % force
                    fix: forced sleeper
                    fix: completing patching
                    fix: enabled
                    lib.Busy.version = 1
                    sleeper ended: 0
                    """ + disabled("fix") + """
                    % apply fix
                    refused: FORCED
                    """);
    }

    @EveryJdk
    void aParkedThreadIsWokenByASignal(Jdk jdk, @TempDir Path dir) {
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    target.release("park");
                    target.start("parked", "lib.Busy", "park");
                    target.awaitEntered("park");
                    it.applyHeldBy(fix, "parked");
                    it.runToTheEnd("signal", new Command.Signal(false));
                    it.join("parked");
                }))
                .isEqualTo(applying("fix") + """
                    held by parked
                    % signal
                    fix: signalled parked
                    fix: completing patching
                    fix: enabled
                    parked ended: 0
                    """);
    }

    @EveryJdk
    void badUseIsRefusedAndChangesNothing(Jdk jdk, @TempDir Path dir) {
        Path other = Bundles.of(dir, "other", LATE.replace("Late", "Other"));
        assertThat(transcript(jdk, dir, (target, it, fix) -> {
                    it.run(REVERSE, new Command.Reverse());
                    it.run("force", new Command.Force(Command.Watch.ANY));
                    it.run("signal", new Command.Signal(false));
                    it.run("enable nothing", new Command.Enable("nothing"));
                    it.run("disable nothing", new Command.Disable("nothing"));
                    it.run("remove nothing", new Command.Remove("nothing"));
                    sleep(target, "sleeper");
                    it.applyHeldBy(fix, "sleeper");
                    it.apply(other);
                    it.run("remove fix", new Command.Remove("fix"));
                    it.disable("nothing");
                    it.call("lib.Busy", "version");
                    it.held("sleeper");
                    target.release("sleeper");
                    it.awaitEnd();
                    it.run("enable fix", new Command.Enable("fix"));
                    it.run("remove fix", new Command.Remove("fix"));
                    it.list();
                }))
                .isEqualTo("""
                    % reverse
                    refused: NO_TRANSITION
                    % force
                    refused: NO_TRANSITION
                    % signal
                    refused: NO_TRANSITION
                    % enable nothing
                    refused: UNKNOWN_PATCH
                    % disable nothing
                    refused: UNKNOWN_PATCH
                    % remove nothing
                    refused: UNKNOWN_PATCH
                    """ + applying("fix") + """
                    held by sleeper
                    % apply other
                    refused: BUSY
                    % remove fix
                    refused: BUSY
                    % disable nothing
                    refused: UNKNOWN_PATCH
                    lib.Busy.version = 1
                    held by sleeper
                    % wait
                    fix: completing patching
                    fix: enabled
                    % enable fix
                    unchanged: ENABLED
                    % remove fix
                    refused: WRONG_STATE
                    % list
                    fix: enabled=1 replace=0 stack_order=1
                      lib.Busy in app: patched=1
                      lib.Late: patched=0
                    """);
    }
}
