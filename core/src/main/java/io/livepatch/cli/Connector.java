package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.ControlClient;
import io.livepatch.control.Reply;
import java.io.IOException;
import java.util.Optional;

/** Connects to the agent in a JVM. Never installs one. */
interface Connector {
    /** The agent of that process, empty if none listens there. */
    Optional<Session> connect(long pid) throws IOException;

    /** Over the agent's Unix domain socket. */
    static Optional<Session> overSocket(long pid) throws IOException {
        return ControlClient.connect(pid).map(SocketSession::new);
    }

    /** The one made of a control client. */
    record SocketSession(ControlClient client) implements Session {
        @Override
        public void send(Command command) throws IOException {
            client.send(command);
        }

        @Override
        public Reply receive() throws IOException {
            return client.receive();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
