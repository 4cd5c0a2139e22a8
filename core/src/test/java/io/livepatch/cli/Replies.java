package io.livepatch.cli;

import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusView;
import io.livepatch.control.TransitionView;
import io.livepatch.control.TransitionView.Blocker;
import io.livepatch.control.TransitionView.Reason;
import io.livepatch.control.TransitionView.ThreadCount;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an engine says of a patch named fix. */
final class Replies {
    static final long SERIAL = 7;
    static final Blocker BLOCKER = new Blocker(31, "worker-1", false, Reason.BLOCKED, "a.B.c(B.java:12)", "", 90);

    private Replies() {}

    static Reply.Started started(Direction direction, String... warnings) {
        return new Reply.Started(SERIAL, "fix", direction, List.of(warnings));
    }

    static TransitionView transition(Direction direction, int total, int pending, Blocker... blockers) {
        return new TransitionView(SERIAL, "fix", direction, 3, 120, new ThreadCount(total, pending), List.of(blockers));
    }

    static Reply.Progress progress(Direction direction) {
        return new Reply.Progress(transition(direction, 40, 2, BLOCKER));
    }

    static Reply.Ended ended(Direction direction, boolean reversed) {
        PatchState state = direction == Direction.PATCH ? PatchState.ENABLED : PatchState.DISABLED;
        return new Reply.Ended(SERIAL, "fix", direction, state, reversed, 35, 40, false, List.of(), List.of());
    }

    /** In force, of a patch that brings a probe and has replaced others. */
    static Reply.Ended enabledWithProbe(String... replaced) {
        return new Reply.Ended(
                SERIAL, "fix", Direction.PATCH, PatchState.ENABLED, false, 35, 40, true, List.of(replaced), List.of());
    }

    static Reply.Probed probed(Verdict... verdicts) {
        return new Reply.Probed(
                "fix",
                Stream.of(verdicts)
                        .map(each -> new ProbeResult("app", each, ""))
                        .toList());
    }

    static StatusView status(Optional<TransitionView> transition) {
        StatusView.Patch patch = new StatusView.Patch(
                "fix",
                "1.2",
                PatchState.ENABLED,
                true,
                false,
                "",
                false,
                1,
                List.of(
                        new StatusView.PatchedClassView("a.B", "app", true, true, List.of("c(I)V")),
                        new StatusView.PatchedClassView("a.D", "", false, false, List.of("e()V"))));
        return new StatusView(
                new StatusView.Jvm(1, "25.0.3", "com.example.Shop", "0.1.0"),
                transition,
                List.of(patch),
                List.of(
                        new StatusView.HistoryEntry("2026-11-20T12:00:00Z", "enabling", "fix", 0, 0, ""),
                        new StatusView.HistoryEntry("2026-11-20T12:00:01Z", "enabled", "fix", 35, 40, "")));
    }
}
