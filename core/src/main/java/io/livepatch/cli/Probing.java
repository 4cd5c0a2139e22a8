package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import io.livepatch.control.Reply;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the probe of a patch that has just come into force, and takes the patch out again if the fix does not show. */
final class Probing {
    private final Target target;
    private final Console console;
    private final Deadline deadline;

    /** @param deadline until when to wait for a patch to be out of force again */
    Probing(Target target, Console console, Deadline deadline) {
        this.target = target;
        this.console = console;
        this.deadline = deadline;
    }

    /**
     * The end of a command.
     *
     * @param outcome of the transition
     * @param message to show of it
     */
    ExitStatus after(String patch, Outcome outcome, String message) throws CommandException {
        List<ProbeResult> results =
                target.ask(new Command.Probe(patch), Reply.Probed.class).results();
        if (results.isEmpty()) {
            return TransitionRunner.done(
                    console, outcome, message + "; its probe was not asked, since no class of the patch is loaded yet");
        }
        if (results.stream().allMatch(each -> each.verdict() == Verdict.FIXED)) {
            return TransitionRunner.done(
                    console, outcome.probed(results, PatchState.ENABLED), message + "; " + describe(results));
        }
        console.message(message);
        return takeBack(patch, outcome, results);
    }

    private static String describe(List<ProbeResult> results) {
        return "its probe says " + results.stream().map(ProbeResult::toString).collect(Collectors.joining(", "));
    }

    /** What the probe said is told in any case: it is why the operator has to act where this does not go as it should. */
    private ExitStatus takeBack(String patch, Outcome outcome, List<ProbeResult> results) {
        Optional<Reply.Ended> end;
        try {
            end = disable(patch);
        } catch (CommandException e) {
            return failed(
                    outcome.probed(results, PatchState.ENABLED),
                    "the patch could not be taken out of force again: " + e.getMessage() + ". 'livepatch disable "
                            + target.jvm().pid() + " " + patch + "' takes it out");
        }
        if (end.isEmpty()) {
            return failed(
                    outcome.probed(results, PatchState.DISABLING),
                    "the patch is being taken out of force again, which had not ended when the time was over;"
                            + " 'livepatch wait " + target.jvm().pid() + "' waits for it");
        }
        PatchState state = end.get().state();
        return failed(
                outcome.probed(results, state),
                state == PatchState.DISABLED
                        ? "patch " + patch + " is DISABLED again, and any patch that it replaced stays disabled."
                                + " --no-probe leaves it in force"
                        : "patch " + patch + " is " + state
                                + ", since another operator reversed the transition that was to take it out of force");
    }

    private ExitStatus failed(Outcome outcome, String text) {
        return TransitionRunner.failed(
                console, outcome, new CommandException(Problem.PROBE_FAILED, describe(outcome.probed()) + "; " + text));
    }

    /** Empty if the time is over before the patch is out of force. */
    private Optional<Reply.Ended> disable(String patch) throws CommandException {
        Reply.Started started = target.ask(new Command.Disable(patch), Reply.Started.class);
        try (ReplyStream replies = target.request(new Command.Watch(started.transition()));
                ProgressDisplay display = console.progress()) {
            while (true) {
                Optional<Reply> reply = replies.next(deadline);
                if (reply.isPresent() && reply.get() instanceof Reply.Progress progress) {
                    display.show(progress.transition());
                } else if (reply.isEmpty()) {
                    return Optional.empty();
                } else {
                    return Optional.of(Target.expect(reply.get(), Reply.Ended.class));
                }
            }
        }
    }
}
