package io.livepatch.cli;

import io.livepatch.control.Command.Disable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code livepatch disable}. */
@Command(name = "disable", description = "Takes a patch out of force; it stays loaded.")
final class DisableCommand extends JvmCommand {
    @Parameters(index = "1", paramLabel = "PATCH", description = "Name of the patch.")
    private String patch;

    @Mixin
    private TransitionOptions options;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        return new TransitionRunner(target(), console, options).run(new Disable(patch));
    }
}
