package io.livepatch.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

/**
 * Frames on a blocking channel: four bytes of length, most significant first, then as many bytes. A frame is one JSON object
 * in UTF-8, or the raw bytes that the message before announced.
 *
 * <p>Memory for an incoming frame grows with what has arrived, not with what the length claims. Not thread-safe, except that
 * one thread may read while another writes and any may close.
 */
final class FrameChannel implements Closeable {
    /** Largest greeting and largest command without its bundle, in bytes. */
    static final int MAX_COMMAND = 1 << 20;
    /** Largest bundle, in bytes. */
    static final int MAX_BUNDLE = 256 << 20;
    /** Largest reply, in bytes: the states of a million threads fit. */
    static final int MAX_REPLY = 512 << 20;

    /** Heap buffers pass through a direct buffer of the thread as large as the call, which stays: keep the calls small. */
    private static final int CHUNK = 64 << 10;

    private final ByteChannel channel;

    FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    void write(byte[] payload) throws IOException {
        write(ByteBuffer.wrap(payload));
    }

    /** Writes all that remains in the buffer, which is left as it was. */
    void write(ByteBuffer payload) throws IOException {
        writeFully(
                ByteBuffer.allocate(Integer.BYTES).putInt(payload.remaining()).flip());
        writeFully(payload.duplicate());
    }

    /**
     * Reads the next frame.
     *
     * @throws PeerGoneException if the connection ended
     * @throws ProtocolException if the frame is larger than the limit
     */
    byte[] read(int limit) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Integer.BYTES);
        readFully(header);
        int length = header.flip().getInt();
        if (length < 0 || length > limit) {
            throw new ProtocolException("a frame of " + Integer.toUnsignedString(length) + " bytes where at most "
                    + limit + " are allowed");
        }
        byte[] bytes = new byte[Math.min(length, CHUNK)];
        int arrived = 0;
        while (true) {
            readFully(ByteBuffer.wrap(bytes, arrived, bytes.length - arrived));
            arrived = bytes.length;
            if (arrived == length) {
                return bytes;
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * arrived));
        }
    }

    private void readFully(ByteBuffer target) throws IOException {
        int end = target.limit();
        while (target.position() < end) {
            target.limit(Math.min(end, target.position() + CHUNK));
            if (readSome(target) < 0) {
                throw new PeerGoneException("the connection ended");
            }
        }
    }

    private int readSome(ByteBuffer target) throws IOException {
        try {
            return channel.read(target);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new PeerGoneException("the connection broke: " + e.getMessage(), e);
        }
    }

    private void writeFully(ByteBuffer source) throws IOException {
        int end = source.limit();
        try {
            while (source.position() < end) {
                source.limit(Math.min(end, source.position() + CHUNK));
                channel.write(source);
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new PeerGoneException("the connection broke: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
