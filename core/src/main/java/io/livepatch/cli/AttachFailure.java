package io.livepatch.cli;

import java.util.Objects;

/** Says in a sentence why an attach failed and what helps. The JDK's exceptions tell causes apart by their texts only. */
final class AttachFailure {
    private AttachFailure() {}

    /** @param failure as thrown by the attach library, the JDK's exception somewhere among its causes */
    static CommandException explain(RunningJvm jvm, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        String type = cause.getClass().getSimpleName();
        if (text.contains("Dynamic agent loading is not enabled")) {
            return new CommandException(
                    Problem.AGENT_LOADING_DISABLED,
                    jvm + " does not load agents while it runs (-XX:-EnableDynamicAgentLoading); start it with"
                            + " -javaagent:livepatch.jar or with -XX:+EnableDynamicAgentLoading",
                    failure);
        }
        if (text.contains("does not support the attach mechanism")) {
            return attachDisabled(jvm, failure);
        }
        if (text.contains("No such process")) {
            return new CommandException(Problem.JVM_GONE, jvm + " ended before the agent was in it", failure);
        }
        if (text.contains("Operation not permitted")
                || text.contains("Permission denied")
                || text.contains("well-known file")) {
            return LocalJvms.otherUser(jvm.pid(), failure);
        }
        if (text.contains("doesn't respond")) {
            return new CommandException(
                    Problem.ATTACH_FAILED,
                    jvm + " does not answer: it hangs, is stopped, is no HotSpot JVM, or has been started with"
                            + " -XX:+DisableAttachMechanism (" + text + ")",
                    failure);
        }
        if (type.equals("AgentInitializationException")) {
            return new CommandException(
                    Problem.AGENT_FAILED,
                    "the agent could not start in " + jvm + ": " + text + "; its standard error says more",
                    failure);
        }
        if (text.contains("Agent JAR not found")) {
            return new CommandException(
                    Problem.AGENT_FAILED,
                    jvm + " cannot read the agent's JAR: copy livepatch.jar to where its user may read it and run the"
                            + " tool from there",
                    failure);
        }
        if (text.contains("instrument")) {
            return new CommandException(
                    Problem.AGENT_FAILED,
                    jvm + " has no module java.instrument; use a runtime image that has it (" + text + ")",
                    failure);
        }
        return new CommandException(
                Problem.ATTACH_FAILED, "cannot attach to " + jvm + ": " + type + ": " + text, failure);
    }

    static CommandException attachDisabled(RunningJvm jvm, Throwable failure) {
        return new CommandException(
                Problem.ATTACH_DISABLED,
                jvm + " does not allow to attach (-XX:+DisableAttachMechanism); start it with -javaagent:livepatch.jar",
                failure);
    }
}
