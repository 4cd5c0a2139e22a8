package io.livepatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Of commands that take a patch into force. */
@Command
final class ProbeOption {
    @Option(
            names = "--no-probe",
            description =
                    "Do not ask the probe of the bundle. Else a patch whose probe still shows the old behaviour is"
                            + " taken out of force again.",
            order = 13)
    boolean noProbe;
}
