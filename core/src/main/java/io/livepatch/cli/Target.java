package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.PeerGoneException;
import io.livepatch.control.Reply;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The JVM a command is about, and the way to the engine in it. */
final class Target {
    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_MOMENT = Duration.ofMillis(500);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Jvms jvms;
    private final Connector connector;
    private final RunningJvm jvm;

    Target(Jvms jvms, Connector connector, RunningJvm jvm) {
        this.jvms = jvms;
        this.connector = connector;
        this.jvm = jvm;
    }

    RunningJvm jvm() {
        return jvm;
    }

    /** Sends a command; the replies come as they come. */
    ReplyStream request(Command command) {
        return new ReplyStream(this, command);
    }

    /**
     * Sends a command that has one reply.
     *
     * @throws NoAgentException if no agent is there
     * @throws CommandException if the engine refuses, or cannot be talked to
     */
    <T extends Reply> T ask(Command command, Class<T> expected) throws CommandException {
        try (ReplyStream replies = request(command)) {
            return expect(replies.next(Deadline.NEVER).orElseThrow(), expected);
        }
    }

    /** Makes an exception of a refusal and of a reply that does not belong here. */
    static <T extends Reply> T expect(Reply reply, Class<T> expected) throws CommandException {
        if (reply instanceof Reply.Refused refused) {
            throw CommandException.of(refused);
        }
        if (!expected.isInstance(reply)) {
            throw unexpected(reply);
        }
        return expected.cast(reply);
    }

    static CommandException unexpected(Reply reply) {
        return new CommandException(
                Problem.INTERNAL,
                "the agent answered with " + reply.getClass().getSimpleName()
                        + ", which this version of the tool does not expect here");
    }

    /**
     * Waits until the agent just installed listens.
     *
     * @throws CommandException if it does not within a reasonable time
     */
    void awaitAgent() throws CommandException {
        Deadline patience = Deadline.in(AGENT_PATIENCE);
        while (!patience.isOver()) {
            try {
                connect().close();
                return;
            } catch (NoAgentException e) {
                LockSupport.parkNanos(this, POLL_NANOS);
            } catch (IOException e) {
                throw explain(e);
            }
        }
        throw new CommandException(
                Problem.AGENT_FAILED,
                "the agent was loaded into " + jvm + " but does not listen: that JVM's standard error says why, or it"
                        + " was started with control=off, which wants no operator");
    }

    Session connect() throws IOException, CommandException {
        return connector.connect(jvm.pid()).orElseThrow(() -> new NoAgentException(jvm));
    }

    /** A JVM that shuts down gives up its connections a moment before it is gone. */
    private boolean hasEnded() {
        Deadline moment = Deadline.in(SHUTDOWN_MOMENT);
        while (jvms.isAlive(jvm.pid())) {
            if (moment.isOver()) {
                return false;
            }
            LockSupport.parkNanos(this, POLL_NANOS);
        }
        return true;
    }

    /** What a broken connection means to the operator. */
    CommandException explain(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return LocalJvms.otherUser(jvm.pid(), failure);
        }
        if (hasEnded()) {
            return new CommandException(Problem.JVM_GONE, jvm + " has ended", failure);
        }
        if (failure instanceof PeerGoneException) {
            return new CommandException(
                    Problem.JVM_GONE,
                    jvm + " ended the connection: it is shutting down, or its agent failed; 'livepatch status "
                            + jvm.pid() + "' tells more",
                    failure);
        }
        return new CommandException(
                Problem.NO_CONNECTION, "cannot talk to the agent in " + jvm + ": " + Text.reason(failure), failure);
    }
}
