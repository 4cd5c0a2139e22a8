package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.PeerGoneException;
import io.livepatch.control.Reply;
import java.io.Closeable;
import java.io.IOException;

/** A connection to an engine, for one command. As in {@link io.livepatch.control.ControlClient}, which it stands for. */
interface Session extends Closeable {
    void send(Command command) throws IOException;

    /**
     * Waits for the next reply.
     *
     * @throws PeerGoneException if the JVM ended or there is no further reply
     */
    Reply receive() throws IOException;
}
