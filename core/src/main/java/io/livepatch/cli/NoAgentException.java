package io.livepatch.cli;

/** No agent is in the JVM: nothing is patched there. A refusal for commands that need one, the empty state for others. */
final class NoAgentException extends CommandException {
    private static final long serialVersionUID = 1;

    NoAgentException(RunningJvm jvm) {
        super(
                Problem.NO_AGENT,
                "no patch is loaded in " + jvm + ": it has no livepatch agent; 'livepatch apply' installs it");
    }
}
