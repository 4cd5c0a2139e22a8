package io.livepatch.cli;

import io.livepatch.control.Command.Enable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code livepatch enable}. */
@Command(name = "enable", description = "Takes a disabled patch into force again.")
final class EnableCommand extends JvmCommand {
    @Parameters(index = "1", paramLabel = "PATCH", description = "Name of the patch.")
    private String patch;

    @Mixin
    private TransitionOptions options;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        return new TransitionRunner(target(), console, options).run(new Enable(patch));
    }
}
