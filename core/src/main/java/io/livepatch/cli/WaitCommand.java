package io.livepatch.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code livepatch wait}. */
@Command(name = "wait", description = "Waits for the running transition; returns at once if there is none.")
final class WaitCommand extends JvmCommand {
    private final TransitionOptions options = new TransitionOptions();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = TransitionOptions.TIMEOUT)
    void setTimeout(Duration time) {
        options.setTimeout(time);
    }

    @Override
    ExitStatus execute(Console console) throws CommandException {
        try {
            return new TransitionWatch(target(), console, options).any();
        } catch (NoAgentException e) {
            return TransitionRunner.done(console, Outcome.nothing(), "no transition is running");
        }
    }
}
