package io.livepatch.cli;

import io.livepatch.control.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that starts a transition of a patch that is loaded. */
abstract class PatchCommand extends JvmCommand {
    @Parameters(index = "1", paramLabel = "PATCH", description = "Name of the patch.")
    private String patch;

    @Mixin
    private TransitionOptions options;

    /** What the target is told. */
    abstract Command about(String patch);

    /** Whether the patch's probe is asked when it is in force. */
    boolean probes() {
        return false;
    }

    @Override
    final ExitStatus execute(Console console) throws CommandException {
        return new TransitionRunner(target(), console, options, probes()).run(about(patch));
    }
}
