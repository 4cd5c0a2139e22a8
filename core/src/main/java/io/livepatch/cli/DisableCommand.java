package io.livepatch.cli;

import io.livepatch.control.Command;
import picocli.CommandLine;

/** {@code livepatch disable}. */
@CommandLine.Command(name = "disable", description = "Takes a patch out of force; it stays loaded.")
final class DisableCommand extends PatchCommand {
    @Override
    Command about(String patch) {
        return new Command.Disable(patch);
    }
}
