package io.livepatch.cli;

import io.livepatch.control.Command.Force;
import io.livepatch.control.Command.Watch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code livepatch force}. */
@Command(
        name = "force",
        description = {
            "Moves the remaining threads of the running transition now, consistency or not.",
            "Such a thread may go on in old code and call new code. The status keeps a record of it for good."
        })
final class ForceCommand extends JvmCommand {
    @Mixin
    private TransitionOptions options;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        return new TransitionRunner(target(), console, options).run(new Force(Watch.ANY));
    }
}
