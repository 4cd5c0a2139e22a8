package io.livepatch.control;

import java.io.IOException;

/** The engine's side of the connection. Called on a control thread, concurrently for concurrent connections. */
public interface CommandHandler {
    /**
     * Carries out a command and sends its replies.
     *
     * @throws IOException if the operator has gone away; the command's effect stays
     */
    void handle(Command command, ReplySink replies) throws IOException;

    /** Where replies go. */
    interface ReplySink {
        void send(Reply reply) throws IOException;
    }
}
