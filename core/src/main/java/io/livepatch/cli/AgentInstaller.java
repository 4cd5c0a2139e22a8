package io.livepatch.cli;

/** Puts the agent into a running JVM. */
interface AgentInstaller {
    /**
     * Loads it; its socket may open a moment later.
     *
     * @throws CommandException if the JVM cannot be attached to or does not take the agent, and how to change that
     */
    void install(RunningJvm jvm) throws CommandException;
}
