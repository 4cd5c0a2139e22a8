package io.livepatch.cli;

import io.livepatch.control.Command.Remove;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code livepatch remove}. */
@Command(name = "remove", description = "Forgets a disabled patch.")
final class RemoveCommand extends JvmCommand {
    @Parameters(index = "1", paramLabel = "PATCH", description = "Name of the patch.")
    private String patch;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        return new TransitionRunner(target(), console, new TransitionOptions()).run(new Remove(patch));
    }
}
