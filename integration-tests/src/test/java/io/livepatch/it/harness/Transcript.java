package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusView;
import io.livepatch.control.StatusView.HistoryEntry;
import io.livepatch.control.TransitionView;
import io.livepatch.control.TransitionView.Blocker;
import io.livepatch.model.PatchState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was asked of an engine, what its history says of that, and what the application shows, line by line in the order in which
 * it happened: what the kernel log is to the selftests of Linux livepatch. A command begins with {@code %}, as in
 *
 * <pre>
 * % apply fix
 * fix: enabling
 * fix: initializing patching
 * fix: starting patching
 * fix: completing patching
 * fix: enabled
 * lib.One.m = 1
 * </pre>
 */
public final class Transcript {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Whose text is for people: warnings, and reasons in full sentences. */
    private static final Set<String> WORDY = Set.of("enabling", "disabling", "failed", "altered");

    private final TargetJvm target;
    private final Operator operator;
    private final List<String> lines = new ArrayList<>();
    private int eventsSeen;
    private long latest = -1;

    /** Begins when the agent of a target listens. */
    public Transcript(TargetJvm target) {
        this.target = target;
        operator = new Operator(target);
        await("the agent listens")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> operator.ask(new Command.Status()) instanceof Reply.StatusReply);
    }

    /** Applies a bundle and waits for the end of the transition. */
    public void apply(Path bundle) {
        awaitEnd(beginApply(bundle));
    }

    /** Applies a bundle and waits until these threads hold the transition, and no other. */
    public void applyHeldBy(Path bundle, String... threads) {
        beginApply(bundle);
        held(threads);
    }

    /** Gives a command that starts or turns round a transition, and waits for its end. */
    public void run(String words, Command command) {
        awaitEnd(begin(words, command));
    }

    /** Gives such a command, and waits until these threads hold the transition, and no other. */
    public void runHeldBy(String words, Command command, String... threads) {
        begin(words, command);
        held(threads);
    }

    /** Gives a command that lets the transition that was started last go on, and waits for its end. */
    public void runToTheEnd(String words, Command command) {
        lines.add("% " + words);
        Reply reply = ask(() -> operator.ask(command));
        assertThat(reply).isNotInstanceOf(Reply.Refused.class);
        awaitEnd(latest);
    }

    /** Takes a patch out of force. */
    public void disable(String patch) {
        run("disable " + patch, new Command.Disable(patch));
    }

    /** Waits for the end of the transition that was started last. */
    public void awaitEnd() {
        lines.add("% wait");
        awaitEnd(latest);
    }

    /** Waits until the history says so. */
    public void awaitEvents(String line) {
        await(line).atMost(PATIENCE).untilAsserted(() -> {
            drain();
            assertThat(lines).contains(line);
        });
    }

    private long beginApply(Path bundle) {
        lines.add("% apply " + bundle.getFileName().toString().replace(".jar", ""));
        return take(ask(() -> operator.apply(bundle)));
    }

    private long begin(String words, Command command) {
        lines.add("% " + words);
        return take(ask(() -> operator.ask(command)));
    }

    /** Returns the transition that was started, or none. */
    private long take(Reply reply) {
        drain();
        if (reply instanceof Reply.Started started) {
            latest = started.transition();
            return latest;
        }
        if (reply instanceof Reply.Refused refused) {
            lines.add("refused: " + refused.kind());
        } else if (reply instanceof Reply.Unchanged unchanged) {
            lines.add("unchanged: " + unchanged.state().map(PatchState::name).orElse("not loaded"));
        } else if (!(reply instanceof Reply.Removed || reply instanceof Reply.Signalled)) {
            throw new AssertionError(reply);
        }
        return -1;
    }

    private void awaitEnd(long transition) {
        if (transition >= 0) {
            Reply end = ask(() -> operator.await(transition));
            assertThat(end).isInstanceOf(Reply.Ended.class);
            drain();
        }
    }

    /** Waits until these threads hold the running transition and every other has moved, and says so. */
    public void held(String... threads) {
        await("the transition is held by " + List.of(threads)).atMost(PATIENCE).untilAsserted(() -> {
            TransitionView transition = status().transition().orElseThrow();
            assertThat(transition.blockers())
                    .extracting(Blocker::name)
                    .as("blockers in %s", transition)
                    .containsExactlyInAnyOrder(threads);
            assertThat(transition.threads().pending()).isEqualTo(threads.length);
        });
        drain();
        lines.add("held by " + String.join(", ", threads));
    }

    /** Calls a static method without parameters on the application's main thread. */
    public void call(String type, String method) {
        lines.add(type + "." + method + " = " + target.call(type, method));
    }

    /** The same in a loader that the target was told to make. */
    public void callIn(String loader, String type, String method) {
        lines.add(loader + ": " + type + "." + method + " = " + target.callIn(loader, type, method));
    }

    /** Waits for the end of a thread, and notes what it returned. */
    public void join(String thread) {
        lines.add(thread + " ended: " + target.join(thread));
    }

    /** Lists the patches, and whether each of their classes is patched in each loader that has it. */
    public void list() {
        lines.add("% list");
        for (StatusView.Patch patch : status().patches()) {
            lines.add(patch.name() + ": enabled=" + (patch.enabled() ? 1 : 0) + " replace=" + (patch.replace() ? 1 : 0)
                    + " stack_order=" + patch.stackOrder());
            for (StatusView.PatchedClassView each : patch.classes()) {
                lines.add("  " + each.name() + (each.loaded() ? " in " + each.loader() : "") + ": patched="
                        + (each.patched() ? 1 : 0));
            }
        }
    }

    /** Notes something that the test did or saw. */
    public void note(String line) {
        lines.add(line);
    }

    private void drain() {
        List<HistoryEntry> history = status().history();
        for (HistoryEntry entry : history.subList(eventsSeen, history.size())) {
            boolean silent = entry.text().isEmpty() || WORDY.contains(entry.event());
            lines.add(entry.patch() + ": " + entry.event() + (silent ? "" : " " + entry.text()));
        }
        eventsSeen = history.size();
    }

    private StatusView status() {
        return ((Reply.StatusReply) ask(() -> operator.ask(new Command.Status()))).status();
    }

    /** Every line so far, each with its end. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }

    private interface Question {
        Reply ask() throws IOException;
    }

    private static Reply ask(Question question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
