package io.livepatch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {
    private static final PeerIdentity SELF =
            new PeerIdentity(ProcessHandle.current().pid(), "");
    private static final Reply.Ended ENDED =
            new Reply.Ended(1, "p", Direction.PATCH, PatchState.ENABLED, false, 5, 3, true, List.of(), List.of());

    @TempDir
    Path directory;

    private final AtomicReference<CommandHandler> handler = new AtomicReference<>((command, replies) -> {
        throw new AssertionError("no command expected: " + command);
    });
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void open() throws IOException {
        socket = directory.resolve("1.sock");
        server = ControlServer.bind(socket, handler::get);
        ControlThreads.server(server::acceptAll).start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        await("threads of the server ended").until(() -> serverThreads().isEmpty());
    }

    @Test
    void ask_status_returnsTheHandlersReply() throws IOException {
        handler.set((command, replies) -> replies.send(new Reply.Removed(command.toString())));
        assertThat(ask(new Command.Status())).isEqualTo(new Reply.Removed("Status[]"));
    }

    @Test
    void ask_applyWithALargeBundle_deliversEveryByte() throws IOException {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        AtomicReference<Command> received = new AtomicReference<>();
        handler.set((command, replies) -> {
            received.set(command);
            replies.send(new Reply.Idle());
        });
        Command.Apply apply = new Command.Apply("fix.jar", ByteBuffer.wrap(bytes));
        assertThat(ask(apply)).isEqualTo(new Reply.Idle());
        assertThat(received.get()).isEqualTo(apply);
    }

    @Test
    void send_bundleBeyondTheLimit_isRefusedBeforeItIsSent() throws IOException {
        ByteBuffer huge = ByteBuffer.allocate(FrameChannel.MAX_BUNDLE + 1);
        try (ControlClient client = client()) {
            assertThatThrownBy(() -> client.send(new Command.Apply("huge.jar", huge)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("huge.jar");
        }
    }

    @Test
    void watch_whileItLasts_holdsUpNoOtherCommand() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        handler.set((command, replies) -> {
            if (command instanceof Command.Watch) {
                replies.send(new Reply.Idle());
                waitFor(ended);
            }
            replies.send(ENDED);
        });
        List<ControlClient> watchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ControlClient watcher = client();
            watchers.add(watcher);
            watcher.send(new Command.Watch(Command.Watch.ANY));
            assertThat(watcher.receive()).isEqualTo(new Reply.Idle());
        }
        assertThat(ask(new Command.Status())).isEqualTo(ENDED);
        ended.countDown();
        for (ControlClient watcher : watchers) {
            assertThat(watcher.receive()).isEqualTo(ENDED);
            assertThatThrownBy(watcher::receive).isInstanceOf(PeerGoneException.class);
            watcher.close();
        }
    }

    @Test
    void connections_beyondTheLimit_areRefusedUntilOneEnds() throws IOException {
        handler.set((command, replies) -> replies.send(new Reply.Idle()));
        List<ControlClient> idle = new ArrayList<>();
        for (int i = 0; i < ControlServer.MAX_CONNECTIONS; i++) {
            idle.add(client());
        }
        assertThat(ask(new Command.Status()))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.text()).contains("connected already"));
        for (ControlClient each : idle) {
            each.close();
        }
        await("a connection is free again")
                .until(() -> ask(new Command.Status()).equals(new Reply.Idle()));
    }

    @Test
    void idleServer_hasOneParkedDaemonThread() throws IOException {
        handler.set((command, replies) -> replies.send(new Reply.Idle()));
        ask(new Command.Status());
        await("the connection's thread ended").until(() -> serverThreads().size() == 1);
        Thread thread = serverThreads().get(0);
        assertThat(thread.getName()).isEqualTo("livepatch-control");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getThreadGroup().getParent()).isNull();
    }

    @Test
    void handler_thatThrows_isReportedAndHarmsNothing() throws IOException {
        for (Throwable failure : List.of(new IllegalStateException("odd"), new StackOverflowError())) {
            handler.set((command, replies) -> sneakyThrow(failure));
            assertThat(ask(new Command.Status()))
                    .isEqualTo(
                            new Reply.Refused(ErrorKind.INTERNAL, "the command failed inside livepatch: " + failure));
        }
        handler.set((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(ask(new Command.Status())).isEqualTo(new Reply.Idle());
    }

    @Test
    void watcher_thatDisconnects_isSeenByItsHandlerOnly() throws IOException {
        AtomicBoolean gone = new AtomicBoolean();
        handler.set((command, replies) -> {
            try {
                while (true) {
                    replies.send(new Reply.Idle());
                }
            } catch (PeerGoneException e) {
                gone.set(true);
                throw e;
            }
        });
        try (ControlClient client = client()) {
            client.send(new Command.Watch(Command.Watch.ANY));
            client.receive();
        }
        await("the handler saw that the watcher went").untilTrue(gone);
        handler.set((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(ask(new Command.Status())).isEqualTo(new Reply.Idle());
    }

    @Test
    void bundle_cutOffInTheMiddle_neverReachesTheHandler() throws IOException {
        try (SocketChannel raw = rawAfterGreeting()) {
            write(raw, frame("{\"type\":\"Apply\",\"origin\":\"x\"}"));
            write(raw, ByteBuffer.allocate(4 + 1000).putInt(100_000).position(0));
        }
        await("the connection ended").until(() -> serverThreads().size() == 1);
    }

    @Test
    void frame_beyondTheLimit_isRefusedWithoutBeingRead() throws IOException {
        try (SocketChannel raw = raw()) {
            write(raw, ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip());
            assertThat(refusal(raw)).contains("2147483647 bytes");
        }
        try (SocketChannel raw = raw()) {
            write(raw, ByteBuffer.allocate(4).putInt(-1).flip());
            assertThat(refusal(raw)).contains("4294967295 bytes");
        }
        try (SocketChannel raw = rawAfterGreeting()) {
            write(raw, frame("{\"type\":\"Apply\",\"origin\":\"x\"}"));
            write(
                    raw,
                    ByteBuffer.allocate(4).putInt(FrameChannel.MAX_BUNDLE + 1).flip());
            assertThat(refusal(raw)).contains("268435457 bytes");
        }
    }

    @Test
    void garbage_ofAnyKind_isRefusedAndHarmsNothing() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            try (SocketChannel raw = random.nextBoolean() ? raw() : rawAfterGreeting()) {
                write(raw, random.nextBoolean() ? ByteBuffer.wrap(garbage) : frame(garbage));
            } catch (IOException e) {
                // the server ends a connection as soon as it has seen enough
                assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
            }
        }
        try (SocketChannel raw = rawAfterGreeting()) {
            write(raw, frame("{\"type\":\"Format\",\"disk\":\"/\"}"));
            assertThat(refusal(raw)).isEqualTo("unknown command: Format");
        }
        handler.set((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(ask(new Command.Status())).isEqualTo(new Reply.Idle());
    }

    @Test
    void tool_ofAnotherProtocol_isToldBothVersions() throws IOException {
        try (SocketChannel raw = raw()) {
            write(
                    raw,
                    frame("{\"type\":\"Hello\",\"protocol\":2,\"version\":\"9.9\",\"pid\":1,\"pidNamespace\":\"\"}"));
            assertThat(refusal(raw)).contains("(protocol 1)", "version 9.9 (protocol 2)", "use the livepatch.jar of");
        }
    }

    @Test
    void bind_whereAnotherJvmListens_failsAndLeavesItAlone() throws IOException {
        assertThatThrownBy(() -> ControlServer.bind(socket, handler::get))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("another JVM");
        handler.set((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(ask(new Command.Status())).isEqualTo(new Reply.Idle());
    }

    @Test
    void bind_besideSocketsOfDeadProcesses_deletesThoseAlone() throws IOException {
        Path stale = abandoned("4000000000.sock");
        Path otherNamespace = directory.resolve("4000000001.sock");
        Path foreign = Files.createFile(directory.resolve("notes.sock"));
        // the system can't say whether anybody listens there, as it can't without a file descriptor left
        Path doubtful = directory.resolve("4000000002.sock");
        Files.createSymbolicLink(doubtful, doubtful);
        Path ofLivingProcess =
                Files.createFile(directory.resolve(ProcessHandle.current().pid() + ".sock"));
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(otherNamespace));
            Path mine = abandoned("2.sock");
            ControlServer.bind(mine, handler::get).close();
        }
        assertThat(stale).doesNotExist();
        assertThat(otherNamespace).exists();
        assertThat(foreign).exists();
        assertThat(doubtful).isSymbolicLink();
        assertThat(ofLivingProcess).exists();
    }

    @Test
    void close_twice_endsConnectionsAndDeletesTheSocket() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        handler.set((command, replies) -> {
            replies.send(new Reply.Idle());
            waitFor(never);
        });
        try (ControlClient client = client()) {
            client.send(new Command.Watch(Command.Watch.ANY));
            client.receive();
            server.close();
            server.close();
            assertThatThrownBy(client::receive).isInstanceOf(PeerGoneException.class);
        }
        never.countDown();
        assertThat(socket).doesNotExist();
        assertThat(server.isReachable()).isFalse();
        assertThat(ControlClient.connect(abandoned("3.sock"), SELF)).isEmpty();
    }

    @Test
    void server_whoseThreadIsInterrupted_goesOn() throws IOException {
        handler.set((command, replies) -> replies.send(new Reply.Idle()));
        for (int i = 0; i < 3; i++) {
            Thread thread = serverThreads().get(0);
            thread.interrupt();
            await("the thread saw it").until(() -> !thread.isInterrupted());
            await("operators can connect")
                    .ignoreExceptions()
                    .until(() -> ask(new Command.Status()).equals(new Reply.Idle()));
        }
    }

    @Test
    void isReachable_afterSomebodyRemovedTheSocket_isFalse() throws IOException {
        assertThat(server.isReachable()).isTrue();
        Files.delete(socket);
        assertThat(server.isReachable()).isFalse();
    }

    @Test
    void connect_toTheSocketOfAnotherProcess_fails() {
        assertThatThrownBy(() -> ControlClient.connect(socket, new PeerIdentity(SELF.pid() + 1, "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another JVM");
        assertThatThrownBy(() -> ControlClient.connect(socket, new PeerIdentity(SELF.pid(), "pid:[1]")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another JVM");
    }

    private Reply ask(Command command) throws IOException {
        try (ControlClient client = client()) {
            return client.ask(command);
        }
    }

    private ControlClient client() throws IOException {
        return ControlClient.connect(socket, SELF).orElseThrow();
    }

    private SocketChannel raw() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private SocketChannel rawAfterGreeting() throws IOException {
        SocketChannel raw = raw();
        FrameChannel frames = new FrameChannel(raw);
        frames.write(MessageCodec.encode(Hello.ofThisJvm()));
        MessageCodec.decodeHello(JsonText.decode(frames.read(FrameChannel.MAX_COMMAND)));
        return raw;
    }

    /** The text of the refusal that comes next. */
    private static String refusal(SocketChannel raw) throws IOException {
        Reply reply = MessageCodec.decodeReply(JsonText.decode(new FrameChannel(raw).read(FrameChannel.MAX_REPLY)));
        assertThat(((Reply.Refused) reply).kind()).isEqualTo(ErrorKind.PROTOCOL);
        return ((Reply.Refused) reply).text();
    }

    private static ByteBuffer frame(String json) {
        return frame(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer frame(byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length)
                .putInt(payload.length)
                .put(payload)
                .flip();
    }

    private static void write(SocketChannel raw, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            raw.write(bytes);
        }
    }

    /** A socket file at which nobody listens any more. */
    private Path abandoned(String name) throws IOException {
        Path path = directory.resolve(name);
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));
        }
        return path;
    }

    private static List<Thread> serverThreads() {
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

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }
}
