package io.livepatch.cli;

import picocli.CommandLine.Parameters;

/** A command about one JVM. */
abstract class JvmCommand extends LivepatchCommand {
    @Parameters(
            index = "0",
            paramLabel = "PID",
            description = "Process id, or a unique part of the main class or JAR name.")
    private String name;

    /** @throws CommandException if no JVM, or more than one, is meant */
    Target target() throws CommandException {
        World world = world();
        RunningJvm jvm = new TargetSelector(world.jvms()).select(name);
        return new Target(world.jvms(), world.connector(), jvm);
    }
}
