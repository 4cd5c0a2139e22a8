package io.livepatch.cli;

import io.livepatch.control.Command;
import picocli.CommandLine;

/** {@code livepatch enable}. */
@CommandLine.Command(name = "enable", description = "Takes a disabled patch into force again.")
final class EnableCommand extends PatchCommand {
    @CommandLine.Mixin
    private ProbeOption probe;

    @Override
    boolean probes() {
        return !probe.noProbe;
    }

    @Override
    Command about(String patch) {
        return new Command.Enable(patch);
    }
}
