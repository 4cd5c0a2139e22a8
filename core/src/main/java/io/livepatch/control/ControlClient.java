package io.livepatch.control;

import com.grack.nanojson.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A tool's connection to the agent in a JVM, for one command.
 *
 * <pre>{@code
 * Optional<ControlClient> found = ControlClient.connect(pid);   // empty: no agent listens there
 * try (ControlClient client = found.get()) {
 *     Reply reply = client.ask(new Command.Status());
 * }
 * }</pre>
 *
 * For {@link Command.Watch} call {@link #send} once and {@link #receive} until the last reply. Not thread-safe, except that
 * {@link #close} may be called from any thread and ends a waiting {@code receive}.
 */
public final class ControlClient implements Closeable {
    private final FrameChannel frames;
    /** The agent's word instead of a greeting, which is the answer to whatever is asked. */
    private final Optional<Reply> refusal;

    private ControlClient(FrameChannel frames, Optional<Reply> refusal) {
        this.frames = frames;
        this.refusal = refusal;
    }

    /**
     * Connects to the agent in a JVM.
     *
     * @return empty if no agent listens in that process, or there is no such process
     * @throws AccessDeniedException if this user may not connect to it
     * @throws PeerGoneException if the JVM ended meanwhile
     */
    public static Optional<ControlClient> connect(long pid) throws IOException {
        Optional<Path> socket = SocketPaths.system().of(pid);
        return socket.isEmpty() ? Optional.empty() : connect(socket.get(), PeerIdentity.of(pid));
    }

    static Optional<ControlClient> connect(Path socket, PeerIdentity expected) throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException e) {
            // a file left behind by a JVM that was killed
            return Optional.empty();
        } catch (BindException e) {
            // what the JDK makes of EACCES
            AccessDeniedException denied = new AccessDeniedException(
                    socket.toString(), null, "only the user of that JVM and root may connect");
            denied.initCause(e);
            throw denied;
        }
        FrameChannel frames = new FrameChannel(channel);
        try {
            return Optional.of(new ControlClient(frames, greet(frames, socket, expected)));
        } catch (IOException | RuntimeException e) {
            frames.close();
            throw e;
        }
    }

    private static Optional<Reply> greet(FrameChannel frames, Path socket, PeerIdentity expected) throws IOException {
        write(frames, ByteBuffer.wrap(MessageCodec.encode(Hello.ofThisJvm())));
        JsonObject answer = JsonText.decode(frames.read(FrameChannel.MAX_COMMAND));
        if (!MessageCodec.isHello(answer)) {
            return Optional.of(MessageCodec.decodeReply(answer));
        }
        expected.check(MessageCodec.decodeHello(answer), socket);
        return Optional.empty();
    }

    /**
     * Sends the one command.
     *
     * @throws IllegalArgumentException if the bundle is larger than {@code FrameChannel.MAX_BUNDLE}
     */
    public void send(Command command) throws IOException {
        if (command instanceof Command.Apply apply && apply.bundle().remaining() > FrameChannel.MAX_BUNDLE) {
            throw new IllegalArgumentException(apply.origin() + " has "
                    + apply.bundle().remaining() + " bytes; a bundle has at most " + FrameChannel.MAX_BUNDLE);
        }
        if (refusal.isPresent()) {
            return;
        }
        write(frames, ByteBuffer.wrap(MessageCodec.encode(command)));
        if (command instanceof Command.Apply apply) {
            write(frames, apply.bundle());
        }
    }

    /** An agent that refuses ends the connection without reading on; what it said can still be read. */
    private static void write(FrameChannel frames, ByteBuffer payload) throws IOException {
        try {
            frames.write(payload);
        } catch (PeerGoneException e) {
            // the read that follows brings the refusal, or fails for the same reason
        }
    }

    /**
     * Waits for the next reply.
     *
     * @throws PeerGoneException if the JVM ended, or all replies have been received
     */
    public Reply receive() throws IOException {
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return MessageCodec.decodeReply(JsonText.decode(frames.read(FrameChannel.MAX_REPLY)));
    }

    /** Sends a command that has one reply and waits for it. */
    public Reply ask(Command command) throws IOException {
        send(command);
        return receive();
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}
