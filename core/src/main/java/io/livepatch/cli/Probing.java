package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import io.livepatch.control.Reply;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks the probe of a patch that has just come into force. If the fix does not show, the patch is taken out again, and the patches that
 * it replaced, which may close holes of their own, come back.
 */
final class Probing {
    private final Target target;
    private final Console console;
    private final Deadline deadline;

    /** @param deadline until when to wait for the way back */
    Probing(Target target, Console console, Deadline deadline) {
        this.target = target;
        this.console = console;
        this.deadline = deadline;
    }

    /**
     * The end of a command.
     *
     * @param ended the transition that brought the patch into force
     * @param message to show of it
     */
    ExitStatus after(Reply.Ended ended, Outcome outcome, String message) throws CommandException {
        List<ProbeResult> results =
                target.ask(new Command.Probe(ended.patch()), Reply.Probed.class).results();
        if (results.isEmpty()) {
            return TransitionRunner.done(
                    console, outcome, message + "; its probe was not asked, since no class of the patch is loaded yet");
        }
        if (results.stream().allMatch(each -> each.verdict() == Verdict.FIXED)) {
            return TransitionRunner.done(
                    console, outcome.probed(results, PatchState.ENABLED), message + "; " + describe(results));
        }
        console.message(message);
        // What the probe said is told in any case: it is why the operator has to act where the way back does not go as
        // it should.
        WayBack back = new WayBack(target, console, deadline, ended);
        PatchState state = back.go();
        return TransitionRunner.failed(
                console,
                outcome.probed(results, state),
                new CommandException(Problem.PROBE_FAILED, describe(results) + "; " + back.story()));
    }

    private static String describe(List<ProbeResult> results) {
        return "its probe says " + results.stream().map(ProbeResult::toString).collect(Collectors.joining(", "));
    }
}
