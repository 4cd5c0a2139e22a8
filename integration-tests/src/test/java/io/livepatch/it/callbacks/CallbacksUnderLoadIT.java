package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusView.HistoryEntry;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * While threads work through patched methods, a patch with callbacks comes and goes and is turned round. No thread sees a mixture, each callback sees the side that
 * it is promised, and what was prepared is taken back.
 */
@Execution(ExecutionMode.CONCURRENT)
class CallbacksUnderLoadIT {
    private static final int ROUNDS = 10;
    private static final String THING = """
            package lib;
            public class Thing {
                public static volatile int prepared;
                public static int m() { return VERSION; }
            }
            """;
    private static final String CODE = """
            package p;
            import io.livepatch.api.*;
            public class Checking implements PatchCallbacks {
                public void prePatch(PatchContext c) { expect(0); lib.Thing.prepared++; }
                public void postPatch(PatchContext c) { expect(1); }
                public void preUnpatch(PatchContext c) { expect(1); }
                public void postUnpatch(PatchContext c) { expect(0); lib.Thing.prepared--; }
                private static void expect(int version) {
                    if (lib.Thing.m() != version) throw new AssertionError("the wrong side");
                    if (lib.Thing.prepared < 0 || lib.Thing.prepared > 1) throw new AssertionError("prepared twice");
                }
            }
            """;

    @EveryJdk
    void noThreadMixesAndEachCallbackSeesItsSide(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Oracle.compile(dir);
        Compiler.compile(versions.v1(), List.of(), THING.replace("VERSION", "0"));
        Compiler.compile(versions.v2(), List.of(), THING.replace("VERSION", "1"));
        Path bundle = new CallbackBundle(dir, versions).code(CODE).build("all", "p.Checking");
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .with(versions.v1())
                .options("-XX:TieredStopAtLevel=1")
                .agent("")
                .start()) {
            target.call("lib.Thing", "m");
            Operator operator = new Operator(target);
            Oracle oracle = new Oracle(target, 1);
            go(oracle, operator, Operator.applying(bundle), 1, false);
            for (int i = 0; i < ROUNDS; i++) {
                thereAndBack(oracle, operator, new Command.Disable("all"), 0);
                thereAndBack(oracle, operator, new Command.Enable("all"), 1);
            }
            go(oracle, operator, new Command.Disable("all"), 0, false);

            Oracle.Counts counts = oracle.stop();
            List<HistoryEntry> history = operator.status().history();
            Map<String, Long> calls = history.stream()
                    .filter(each -> each.event().equals("callback"))
                    .collect(Collectors.groupingBy(each -> each.text().split(" ", 2)[0], Collectors.counting()));
            System.out.println(jdk + ": " + counts.text() + ", callbacks " + calls);
            assertThat(counts.failures()).as(counts.text()).isZero();
            assertThat(counts.violations()).as(counts.text()).isEmpty();
            assertThat(history).extracting(HistoryEntry::event).doesNotContain("callback-failed");
            assertThat(calls.get("pre-patch"))
                    .isEqualTo(calls.get("post-unpatch"))
                    .isGreaterThan(ROUNDS);
            assertThat(calls.get("post-patch")).isGreaterThanOrEqualTo(calls.get("pre-unpatch"));
        }
    }

    /** Turned round at once, and then, if that came in time, without being turned. */
    private static void thereAndBack(Oracle oracle, Operator operator, Command command, int version)
            throws IOException {
        if (!go(oracle, operator, command, version, true)) {
            go(oracle, operator, command, version, false);
        }
    }

    private static boolean go(Oracle oracle, Operator operator, Command command, int version, boolean turn)
            throws IOException {
        oracle.open(Oracle.all(version), turn);
        Reply reply = operator.ask(command);
        assertThat(reply).as("%s", command).isInstanceOf(Reply.Started.class);
        long serial = ((Reply.Started) reply).transition();
        if (turn) {
            // refused if it is over by now, which the end tells
            operator.ask(new Command.Reverse(serial, Optional.empty()));
        }
        Reply.Ended ended = (Reply.Ended) operator.await(serial);
        oracle.close(!ended.reversed());
        return !ended.reversed();
    }
}
