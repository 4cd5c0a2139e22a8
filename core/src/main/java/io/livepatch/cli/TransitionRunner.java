package io.livepatch.cli;

import com.grack.nanojson.JsonObject;
import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import java.util.Optional;

/** Sends a command about a patch and waits for what it starts, as the operator's options say. */
final class TransitionRunner {
    private final Target target;
    private final Console console;
    private final TransitionOptions options;
    private final boolean probes;

    TransitionRunner(Target target, Console console, TransitionOptions options) {
        this(target, console, options, false);
    }

    /** @param probes whether the patch's probe is asked when it is in force */
    TransitionRunner(Target target, Console console, TransitionOptions options, boolean probes) {
        this.target = target;
        this.console = console;
        this.options = options;
        this.probes = probes;
    }

    /** @throws NoAgentException if no agent is there */
    ExitStatus run(Command command) throws CommandException {
        options.check();
        Optional<Reply> reply;
        try (ReplyStream replies = target.request(command)) {
            // who asked for an end in time has to know first whether there is something to end
            boolean patient = options.onTimeout != TransitionOptions.OnTimeout.WAIT;
            reply = replies.first(patient ? Deadline.NEVER : options.deadline());
        }
        if (reply.isEmpty()) {
            return failed(
                    console,
                    Outcome.nothing(),
                    new CommandException(
                            Problem.STILL_RUNNING,
                            target.jvm() + " has not answered in time; 'livepatch status "
                                    + target.jvm().pid() + "' tells what became of it"));
        }
        return answer(reply.get());
    }

    private ExitStatus answer(Reply reply) throws CommandException {
        if (reply instanceof Reply.Unchanged unchanged) {
            return done(console, Outcome.of(unchanged), unchanged.text());
        }
        if (reply instanceof Reply.Removed removed) {
            return done(console, Outcome.of(removed), "patch " + removed.patch() + " is removed");
        }
        Reply.Started started = Target.expect(reply, Reply.Started.class);
        started.warnings().forEach(console::warning);
        if (options.noWait) {
            Outcome outcome =
                    Outcome.running(started.patch(), started.direction(), Optional.empty(), started.warnings());
            return done(
                    console,
                    outcome,
                    "the transition of patch " + started.patch() + " runs; 'livepatch wait "
                            + target.jvm().pid() + "' waits for it");
        }
        return new TransitionWatch(target, console, options, probes).of(started);
    }

    static ExitStatus done(Console console, Outcome outcome, String message) {
        if (console.isJson()) {
            console.document(outcome.json());
        }
        console.message(message);
        return ExitStatus.DONE;
    }

    /** A transition was there, but the wanted state does not hold. */
    static ExitStatus failed(Console console, Outcome outcome, CommandException failure) {
        console.error(failure.getMessage());
        if (console.isJson()) {
            JsonObject document = outcome.json();
            document.put("error", Console.json(failure));
            console.document(document);
        }
        return failure.status();
    }
}
