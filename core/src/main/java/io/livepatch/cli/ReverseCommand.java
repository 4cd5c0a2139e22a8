package io.livepatch.cli;

import io.livepatch.control.Command.Reverse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code livepatch reverse}. */
@Command(name = "reverse", description = "Turns the running transition round and waits until it is back.")
final class ReverseCommand extends JvmCommand {
    @Mixin
    private TransitionOptions options;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        return new TransitionRunner(target(), console, options).run(new Reverse());
    }
}
