package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import io.livepatch.control.Reply;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.stream.Collectors;

/** Asks the probe of a patch that has just come into force, and takes the patch out again if the fix does not show. */
final class Probing {
    private final Target target;
    private final Console console;

    Probing(Target target, Console console) {
        this.target = target;
        this.console = console;
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
            return TransitionRunner.done(console, outcome, message);
        }
        if (results.stream().allMatch(each -> each.verdict() == Verdict.FIXED)) {
            return TransitionRunner.done(
                    console, outcome.probed(results, PatchState.ENABLED), message + "; " + describe(results));
        }
        console.message(message);
        Reply.Ended back = takeBack(patch);
        return TransitionRunner.failed(
                console,
                outcome.probed(results, back.state()),
                new CommandException(
                        Problem.PROBE_FAILED,
                        describe(results) + "; patch " + patch + " is " + back.state()
                                + " again, and any patch that it replaced stays disabled. --no-probe leaves it in force"));
    }

    static String describe(List<ProbeResult> results) {
        return "its probe says " + results.stream().map(ProbeResult::toString).collect(Collectors.joining(", "));
    }

    private Reply.Ended takeBack(String patch) throws CommandException {
        Reply.Started started = target.ask(new Command.Disable(patch), Reply.Started.class);
        try (ReplyStream replies = target.request(new Command.Watch(started.transition()));
                ProgressDisplay display = console.progress()) {
            while (true) {
                Reply reply = replies.next(Deadline.NEVER).orElseThrow();
                if (!(reply instanceof Reply.Progress progress)) {
                    return Target.expect(reply, Reply.Ended.class);
                }
                display.show(progress.transition());
            }
        }
    }
}
