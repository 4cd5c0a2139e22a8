package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.ControlClient;
import io.livepatch.control.PeerGoneException;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Talks to the agent in a target without a process of its own for each command, for tests that give many. */
public final class Operator {
    private final TargetJvm target;

    private interface Conversation {
        Reply hold(ControlClient client) throws IOException;
    }

    public Operator(TargetJvm target) {
        this.target = target;
    }

    /** Applies a bundle without waiting. */
    public Reply apply(Path bundle) throws IOException {
        return ask(applying(bundle));
    }

    /** The command that applies a bundle. */
    public static Command applying(Path bundle) throws IOException {
        return new Command.Apply(bundle.toString(), ByteBuffer.wrap(Files.readAllBytes(bundle)));
    }

    /** Sends a command that has one reply. */
    public Reply ask(Command command) throws IOException {
        return with(client -> client.ask(command));
    }

    /** Follows the running transition until it is over, or until so many progress reports have come. */
    public Reply watch(int reports) throws IOException {
        return with(client -> {
            Reply reply = client.ask(new Command.Watch(Command.Watch.ANY));
            for (int i = 1; i < reports && reply instanceof Reply.Progress; i++) {
                reply = client.receive();
            }
            return reply;
        });
    }

    /** Waits for the end of a transition of this number. */
    public Reply await(long transition) throws IOException {
        return with(client -> {
            Reply reply = client.ask(new Command.Watch(transition));
            while (reply instanceof Reply.Progress) {
                reply = client.receive();
            }
            return reply;
        });
    }

    /** The status document. */
    public StatusView status() throws IOException {
        if (ask(new Command.Status()) instanceof Reply.StatusReply reply) {
            return reply.status();
        }
        throw new IllegalStateException("no status");
    }

    /** A target that goes away meanwhile says how it ended. */
    private Reply with(Conversation conversation) throws IOException {
        try (ControlClient client = connect()) {
            return conversation.hold(client);
        } catch (PeerGoneException e) {
            throw new AssertionError(target.describeEnd(), e);
        }
    }

    private ControlClient connect() throws IOException {
        return find().orElseGet(this::awaitAgent);
    }

    /** An agent named at the start listens a moment after the application's main method has begun, and not before. */
    private ControlClient awaitAgent() {
        return Awaitility.await("an agent that listens in process " + target.pid())
                .atMost(Patience.seconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(this::find, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<ControlClient> find() throws IOException {
        assertThat(target.isAlive()).as(target::describe).isTrue();
        return ControlClient.connect(target.pid());
    }
}
