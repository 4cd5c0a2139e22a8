package io.livepatch.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/** The server's side of one connection: greeting, one command, its replies. Nothing a peer does gets further than this. */
final class Connection implements Runnable {
    private final SocketChannel peer;
    private final FrameChannel frames;
    private final PeerCheck peerCheck;
    private final Supplier<? extends CommandHandler> handler;

    Connection(SocketChannel peer, PeerCheck peerCheck, Supplier<? extends CommandHandler> handler) {
        this.peer = peer;
        this.frames = new FrameChannel(peer);
        this.peerCheck = peerCheck;
        this.handler = handler;
    }

    @Override
    public void run() {
        try (frames) {
            try {
                serve();
            } catch (ProtocolException e) {
                send(new Reply.Refused(ErrorKind.PROTOCOL, e.getMessage()));
            } catch (PeerGoneException | ClosedChannelException e) {
                // the operator went away or the server was closed: nobody is left to tell
            } catch (IOException | RuntimeException | Error e) {
                send(new Reply.Refused(ErrorKind.INTERNAL, "the command failed inside livepatch: " + e));
            }
        } catch (IOException e) {
            // the operator went away before the last word
        }
    }

    private void serve() throws IOException {
        String objection = peerCheck.objection(peer);
        if (!objection.isEmpty()) {
            throw new ProtocolException(objection);
        }
        Hello ours = Hello.ofThisJvm();
        Hello theirs = MessageCodec.decodeHello(JsonText.decode(frames.read(FrameChannel.MAX_COMMAND)));
        if (theirs.protocol() != ours.protocol()) {
            throw new ProtocolException("the agent in this JVM is version " + ours.version() + " (protocol "
                    + ours.protocol() + "), the tool is version " + theirs.version() + " (protocol " + theirs.protocol()
                    + "): use the livepatch.jar of the agent's version");
        }
        frames.write(MessageCodec.encode(ours));
        Command command =
                MessageCodec.decodeCommand(JsonText.decode(frames.read(FrameChannel.MAX_COMMAND)), this::readBundle);
        handler.get().handle(command, this::send);
    }

    private ByteBuffer readBundle() throws IOException {
        return ByteBuffer.wrap(frames.read(FrameChannel.MAX_BUNDLE));
    }

    private synchronized void send(Reply reply) throws IOException {
        frames.write(MessageCodec.encode(reply));
    }

    /** Says one thing and ends the connection. */
    void refuse(ErrorKind kind, String text) throws IOException {
        try (frames) {
            send(new Reply.Refused(kind, text));
        }
    }

    /** Ends the connection from another thread. */
    void close() throws IOException {
        frames.close();
    }
}
