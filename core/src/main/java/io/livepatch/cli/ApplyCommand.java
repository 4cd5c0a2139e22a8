package io.livepatch.cli;

import io.livepatch.control.Command.Apply;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code livepatch apply}. The only command that installs the agent. */
@Command(name = "apply", description = "Loads a bundle into a JVM and takes it into force.")
final class ApplyCommand extends JvmCommand {
    @Parameters(index = "1", paramLabel = "BUNDLE", description = "The bundle that 'livepatch build' made.")
    private Path bundle;

    @Option(
            names = "--after-force",
            description = "Apply it although threads were forced in this JVM, so that old code may still run there.")
    private boolean afterForce;

    @Mixin
    private TransitionOptions options;

    @Mixin
    private ProbeOption probe;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        BundleFile.requireFile(bundle);
        Target target = target();
        // before the agent goes in: for a file that is no bundle the JVM need not be touched
        Apply command = new Apply(bundle.toString(), BundleFile.content(bundle), afterForce);
        TransitionRunner runner = new TransitionRunner(target, console, options, !probe.noProbe);
        try {
            return runner.run(command);
        } catch (NoAgentException e) {
            console.message("installing the agent in " + target.jvm());
            world().installer().install(target.jvm());
            target.awaitAgent();
            return runner.run(command);
        }
    }
}
