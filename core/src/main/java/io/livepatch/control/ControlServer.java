package io.livepatch.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Takes commands at a Unix domain socket. One thread waits for connections; each connection has a daemon thread of its own
 * while it lasts, so that a {@link Command.Watch} of hours holds up nobody.
 *
 * <p>Thread-safe.
 */
public final class ControlServer implements Closeable {
    /** More operators at a time than anybody has; a limit for a tool gone wild. */
    static final int MAX_CONNECTIONS = 64;

    private static final long ACCEPT_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path socket;
    private volatile ServerSocketChannel channel;
    private volatile boolean closed;
    private final PeerCheck peerCheck;
    private final Supplier<? extends CommandHandler> handler;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private ControlServer(
            Path socket, ServerSocketChannel channel, PeerCheck peerCheck, Supplier<? extends CommandHandler> handler) {
        this.socket = socket;
        this.channel = channel;
        this.peerCheck = peerCheck;
        this.handler = handler;
    }

    /**
     * Binds the socket. Operators can connect from now on; they are served by {@link #acceptAll}. Sockets that dead JVMs left in
     * the same directory are deleted.
     *
     * @param socket usually {@link SocketPaths#own()}
     * @param handler asked for once a command, on the thread of its connection
     * @throws java.nio.file.FileAlreadyExistsException if another JVM listens there
     */
    public static ControlServer bind(Path socket, Supplier<? extends CommandHandler> handler) throws IOException {
        ServerSocketChannel channel = SocketFile.bind(socket);
        try {
            SocketFile.deleteStaleNeighbours(socket);
            ControlServer server =
                    new ControlServer(socket, channel, new PeerCheck(socket, ProcFs.SYSTEM.hidesUsers()), handler);
            // not a shutdown hook of ours: that would be one more thread
            socket.toFile().deleteOnExit();
            return server;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            Files.deleteIfExists(socket);
            throw e;
        }
    }

    /** Serves operators until the server is closed. To be called once, on a thread of {@link ControlThreads}. */
    public void acceptAll() {
        while (!closed) {
            try {
                serve(channel.accept());
            } catch (ClosedByInterruptException e) {
                reopen();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | OutOfMemoryError e) {
                // no file descriptor, thread or memory left: the application's trouble as much as ours, and it may pass
                LockSupport.parkNanos(this, ACCEPT_RETRY_NANOS);
            }
        }
    }

    /** Whether operators can connect: it is open, and nobody removed its file. */
    public boolean isReachable() {
        return !closed && Files.exists(socket);
    }

    /** Stops accepting, ends the connections there are and deletes the socket. A second call does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        channel.close();
        Files.deleteIfExists(socket);
        for (Connection connection : connections) {
            connection.close();
        }
    }

    /** Some application interrupts every thread it can find; that closes a channel, and would lock the operators out. */
    private synchronized void reopen() {
        if (Thread.interrupted() && !closed) {
            try {
                channel = SocketFile.bind(socket);
            } catch (IOException e) {
                // the next tool that attaches opens another server
                closed = true;
            }
        }
    }

    private void serve(SocketChannel peer) throws IOException {
        Connection connection = new Connection(peer, peerCheck, handler);
        if (connections.size() >= MAX_CONNECTIONS) {
            connection.refuse(
                    ErrorKind.INTERNAL, MAX_CONNECTIONS + " operators are connected already: wait until one is done");
            return;
        }
        connections.add(connection);
        try {
            Runnable task = () -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            };
            ControlThreads.connection(task).start();
        } catch (RuntimeException | Error e) {
            connections.remove(connection);
            connection.close();
            throw e;
        }
        if (closed) {
            // closed meanwhile, perhaps before this connection was among those to end
            connection.close();
        }
    }
}
