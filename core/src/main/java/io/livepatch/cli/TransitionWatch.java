package io.livepatch.cli;

import io.livepatch.cli.TransitionOptions.OnTimeout;
import io.livepatch.control.Command;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.control.TransitionView;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows one transition to its end, or until the time is over. For use once.
 *
 * <p>It only looks on: to stop it, or to kill the tool, changes nothing in the JVM. The one thing it may ask for is what
 * {@code --on-timeout} orders.
 */
final class TransitionWatch {
    /** More threads than this are no help in a message. */
    private static final int MOST_NAMED = 10;

    private final Target target;
    private final Console console;
    private final TransitionOptions options;
    private final boolean probes;
    private List<String> warnings = List.of();
    private Direction wanted;
    /** What the command started or joined, null if it only waits. */
    private Reply.Started started;

    private TransitionView latest;
    private boolean turned;

    TransitionWatch(Target target, Console console, TransitionOptions options) {
        this(target, console, options, false);
    }

    /** @param probes whether the patch's probe is asked when it is in force */
    TransitionWatch(Target target, Console console, TransitionOptions options, boolean probes) {
        this.target = target;
        this.console = console;
        this.options = options;
        this.probes = probes;
    }

    /** Follows the one that a command started or joined. */
    ExitStatus of(Reply.Started transition) throws CommandException {
        started = transition;
        warnings = started.warnings();
        wanted = started.direction();
        return follow(started.transition());
    }

    /** Follows whichever runs; the wanted direction is the one it has when first seen. */
    ExitStatus any() throws CommandException {
        return follow(Command.Watch.ANY);
    }

    private ExitStatus follow(long transition) throws CommandException {
        Optional<Reply> last = lastWord(transition);
        if (last.isEmpty()) {
            return stillRunning();
        }
        if (last.get() instanceof Reply.Idle) {
            return TransitionRunner.done(console, Outcome.nothing(), "no transition is running");
        }
        return ended(Target.expect(last.get(), Reply.Ended.class));
    }

    /** Shows progress until there is none any more. Empty if the time is over and the transition is to go on. */
    private Optional<Reply> lastWord(long transition) throws CommandException {
        try (ReplyStream replies = target.request(new Command.Watch(transition));
                ProgressDisplay display = console.progress()) {
            Consumer<TransitionView> progress = view -> {
                seen(view);
                display.show(view);
            };
            Optional<Reply> reply = replies.afterProgress(options.deadline(), progress);
            if (reply.isEmpty() && options.onTimeout != OnTimeout.WAIT) {
                finish(transition);
                reply = replies.afterProgress(Deadline.NEVER, progress);
            }
            return reply;
        }
    }

    private void seen(TransitionView transition) {
        latest = transition;
        if (wanted == null) {
            wanted = transition.direction();
        }
    }

    /** The time is over: what the operator ordered for then. */
    private void finish(long transition) throws CommandException {
        if (options.onTimeout == OnTimeout.FORCE) {
            console.warning("the time is over: the remaining threads are moved, consistency or not");
            ask(new Command.Force(transition));
        } else {
            turned = ask(new Command.Reverse(transition, Optional.of(wanted.opposite())));
        }
    }

    /**
     * Names what it means, so that neither another operator's reversal nor the next transition is meddled with. Returns false if it was
     * over already.
     */
    private boolean ask(Command command) throws CommandException {
        try (ReplyStream replies = target.request(command)) {
            Reply reply = replies.next(Deadline.NEVER).orElseThrow();
            boolean tooLate = reply instanceof Reply.Refused refused && refused.kind() == ErrorKind.NO_TRANSITION;
            if (!tooLate) {
                Target.expect(reply, Reply.Started.class);
            }
            return !tooLate;
        }
    }

    private ExitStatus ended(Reply.Ended ended) throws CommandException {
        ended.warnings().forEach(console::warning);
        Outcome outcome = Outcome.of(ended, warnings);
        String state = "patch " + ended.patch() + " is " + ended.state();
        if (wanted == null || ended.direction() == wanted) {
            String message = state + ": " + Text.count(ended.threads(), "thread") + " in " + ended.elapsedMs() + " ms";
            return probes && ended.hasProbe() && ended.state() == PatchState.ENABLED
                    ? new Probing(target, console, options.deadline()).after(ended, outcome, message)
                    : TransitionRunner.done(console, outcome, message);
        }
        CommandException failure = turned
                ? new CommandException(Problem.TIME_OVER, "the transition was reversed" + afterTimeout() + "; " + state)
                : new CommandException(Problem.REVERSED_BY_OTHER, "another operator reversed the transition; " + state);
        return TransitionRunner.failed(console, outcome, failure);
    }

    private ExitStatus stillRunning() {
        if (latest == null) {
            return TransitionRunner.failed(
                    console,
                    started == null
                            ? Outcome.nothing()
                            : Outcome.running(started.patch(), started.direction(), Optional.empty(), warnings),
                    new CommandException(
                            Problem.STILL_RUNNING,
                            target.jvm() + " has not told" + afterTimeout() + " how far the transition is; 'livepatch"
                                    + " status " + target.jvm().pid() + "' tells"));
        }
        return TransitionRunner.failed(
                console,
                Outcome.running(latest.patch(), latest.direction(), Optional.of(latest), warnings),
                new CommandException(Problem.STILL_RUNNING, unfinished()));
    }

    private String unfinished() {
        TransitionView.ThreadCount threads = latest.threads();
        StringBuilder text = new StringBuilder("the transition of patch ")
                .append(latest.patch())
                .append(" (")
                .append(latest.direction().name().toLowerCase(Locale.ROOT))
                .append(") is still running")
                .append(afterTimeout())
                .append(": ")
                .append(threads.pending())
                .append(" of ")
                .append(Text.count(threads.total(), "thread"))
                .append(threads.pending() == 1 ? " has" : " have")
                .append(" to move");
        List<TransitionView.Blocker> blockers = latest.blockers();
        for (TransitionView.Blocker blocker : blockers.subList(0, Math.min(MOST_NAMED, blockers.size()))) {
            text.append(System.lineSeparator()).append("  ").append(ProgressDisplay.describe(blocker));
        }
        if (blockers.size() > MOST_NAMED) {
            text.append(System.lineSeparator())
                    .append("  and ")
                    .append(blockers.size() - MOST_NAMED)
                    .append(" more; 'livepatch status ")
                    .append(target.jvm().pid())
                    .append("' names them");
        }
        return text.append(System.lineSeparator())
                .append("It goes on by itself: 'livepatch wait ")
                .append(target.jvm().pid())
                .append("' waits for it, 'livepatch reverse ")
                .append(target.jvm().pid())
                .append("' turns it round.")
                .toString();
    }

    private String afterTimeout() {
        return options.timeout()
                .map(DurationConverter::format)
                .map(t -> " after " + t)
                .orElse("");
    }
}
