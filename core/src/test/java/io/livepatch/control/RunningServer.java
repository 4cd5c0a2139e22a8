package io.livepatch.control;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A server in this JVM and how tests talk to it. */
final class RunningServer implements Closeable {
    static final PeerIdentity SELF = new PeerIdentity(ProcessHandle.current().pid(), "");

    private final AtomicReference<CommandHandler> handler = new AtomicReference<>((command, replies) -> {
        throw new AssertionError("no command expected: " + command);
    });
    private final Path socket;
    private final ControlServer server;

    RunningServer(Path directory) throws IOException {
        socket = directory.resolve("1.sock");
        server = ControlServer.bind(socket, handler());
        ControlThreads.server(server::acceptAll).start();
    }

    /** What it does with commands from now on. */
    void handle(CommandHandler with) {
        handler.set(with);
    }

    Supplier<CommandHandler> handler() {
        return handler::get;
    }

    Path socket() {
        return socket;
    }

    ControlServer server() {
        return server;
    }

    Reply ask(Command command) throws IOException {
        try (ControlClient client = client()) {
            return client.ask(command);
        }
    }

    ControlClient client() throws IOException {
        return ControlClient.connect(socket, SELF).orElseThrow();
    }

    static List<Thread> threads() {
        Thread[] threads = new Thread[Thread.activeCount() + 100];
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        int count = top.enumerate(threads);
        return IntStream.range(0, count)
                .mapToObj(i -> threads[i])
                .filter(thread -> thread.getName().startsWith("livepatch-control"))
                .toList();
    }

    /** Also waits until its threads have ended. */
    @Override
    public void close() throws IOException {
        server.close();
        await("threads of the server ended").until(() -> threads().isEmpty());
    }
}
