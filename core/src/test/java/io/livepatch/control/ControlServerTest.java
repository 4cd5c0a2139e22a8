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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {
    private static final Reply.Ended ENDED =
            new Reply.Ended(1, "p", Direction.PATCH, PatchState.ENABLED, false, 5, 3, true, List.of(), List.of());

    @TempDir
    Path directory;

    private RunningServer server;

    @BeforeEach
    void open() throws IOException {
        server = new RunningServer(directory);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void ask_status_returnsTheHandlersReply() throws IOException {
        server.handle((command, replies) -> replies.send(new Reply.Removed(command.toString())));
        assertThat(server.ask(new Command.Status())).isEqualTo(new Reply.Removed("Status[]"));
    }

    @Test
    void ask_applyWithALargeBundle_deliversEveryByte() throws IOException {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        AtomicReference<Command> received = new AtomicReference<>();
        server.handle((command, replies) -> {
            received.set(command);
            replies.send(new Reply.Idle());
        });
        Command.Apply apply = new Command.Apply("fix.jar", ByteBuffer.wrap(bytes));
        assertThat(server.ask(apply)).isEqualTo(new Reply.Idle());
        assertThat(received.get()).isEqualTo(apply);
    }

    @Test
    void send_bundleBeyondTheLimit_isRefusedBeforeItIsSent() throws IOException {
        ByteBuffer huge = ByteBuffer.allocate(FrameChannel.MAX_BUNDLE + 1);
        try (ControlClient client = server.client()) {
            assertThatThrownBy(() -> client.send(new Command.Apply("huge.jar", huge)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("huge.jar");
        }
    }

    @Test
    void watch_whileItLasts_holdsUpNoOtherCommand() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        server.handle((command, replies) -> {
            if (command instanceof Command.Watch) {
                replies.send(new Reply.Idle());
                waitFor(ended);
            }
            replies.send(ENDED);
        });
        List<ControlClient> watchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ControlClient watcher = server.client();
            watchers.add(watcher);
            watcher.send(new Command.Watch(Command.Watch.ANY));
            assertThat(watcher.receive()).isEqualTo(new Reply.Idle());
        }
        assertThat(server.ask(new Command.Status())).isEqualTo(ENDED);
        ended.countDown();
        for (ControlClient watcher : watchers) {
            assertThat(watcher.receive()).isEqualTo(ENDED);
            assertThatThrownBy(watcher::receive).isInstanceOf(PeerGoneException.class);
            watcher.close();
        }
    }

    @Test
    void connections_beyondTheLimit_areRefusedUntilOneEnds() throws IOException {
        server.handle((command, replies) -> replies.send(new Reply.Idle()));
        List<ControlClient> idle = new ArrayList<>();
        for (int i = 0; i < ControlServer.MAX_CONNECTIONS; i++) {
            idle.add(server.client());
        }
        assertThat(server.ask(new Command.Status()))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.text()).contains("connected already"));
        for (ControlClient each : idle) {
            each.close();
        }
        await("a connection is free again")
                .until(() -> server.ask(new Command.Status()).equals(new Reply.Idle()));
    }

    @Test
    void idleServer_hasOneParkedDaemonThread() throws IOException {
        server.handle((command, replies) -> replies.send(new Reply.Idle()));
        server.ask(new Command.Status());
        await("the connection's thread ended")
                .until(() -> RunningServer.threads().size() == 1);
        Thread thread = RunningServer.threads().get(0);
        assertThat(thread.getName()).isEqualTo("livepatch-control");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getThreadGroup().getParent()).isNull();
    }

    @Test
    void handler_thatThrows_isReportedAndHarmsNothing() throws IOException {
        for (Throwable failure : List.of(new IllegalStateException("odd"), new StackOverflowError())) {
            server.handle((command, replies) -> sneakyThrow(failure));
            assertThat(server.ask(new Command.Status()))
                    .isEqualTo(
                            new Reply.Refused(ErrorKind.INTERNAL, "the command failed inside livepatch: " + failure));
        }
        server.handle((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(server.ask(new Command.Status())).isEqualTo(new Reply.Idle());
    }

    @Test
    void watcher_thatDisconnects_isSeenByItsHandlerOnly() throws IOException {
        AtomicBoolean gone = new AtomicBoolean();
        server.handle((command, replies) -> {
            try {
                while (true) {
                    replies.send(new Reply.Idle());
                }
            } catch (PeerGoneException e) {
                gone.set(true);
                throw e;
            }
        });
        try (ControlClient client = server.client()) {
            client.send(new Command.Watch(Command.Watch.ANY));
            client.receive();
        }
        await("the handler saw that the watcher went").untilTrue(gone);
        server.handle((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(server.ask(new Command.Status())).isEqualTo(new Reply.Idle());
    }

    @Test
    void bind_whereAnotherJvmListens_failsAndLeavesItAlone() throws IOException {
        assertThatThrownBy(() -> ControlServer.bind(server.socket(), server.handler()))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("another JVM");
        server.handle((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(server.ask(new Command.Status())).isEqualTo(new Reply.Idle());
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
            ControlServer.bind(mine, server.handler()).close();
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
        server.handle((command, replies) -> {
            replies.send(new Reply.Idle());
            waitFor(never);
        });
        try (ControlClient client = server.client()) {
            client.send(new Command.Watch(Command.Watch.ANY));
            client.receive();
            server.server().close();
            server.server().close();
            assertThatThrownBy(client::receive).isInstanceOf(PeerGoneException.class);
        }
        never.countDown();
        assertThat(server.socket()).doesNotExist();
        assertThat(server.server().isReachable()).isFalse();
        assertThat(ControlClient.connect(abandoned("3.sock"), RunningServer.SELF))
                .isEmpty();
    }

    @Test
    void server_whoseThreadIsInterrupted_goesOn() throws IOException {
        server.handle((command, replies) -> replies.send(new Reply.Idle()));
        for (int i = 0; i < 3; i++) {
            Thread thread = RunningServer.threads().get(0);
            thread.interrupt();
            await("the thread saw it").until(() -> !thread.isInterrupted());
            await("operators can connect")
                    .ignoreExceptions()
                    .until(() -> server.ask(new Command.Status()).equals(new Reply.Idle()));
        }
    }

    @Test
    void isReachable_afterSomebodyRemovedTheSocket_isFalse() throws IOException {
        assertThat(server.server().isReachable()).isTrue();
        Files.delete(server.socket());
        assertThat(server.server().isReachable()).isFalse();
    }

    @Test
    void connect_toTheSocketOfAnotherProcess_fails() {
        assertThatThrownBy(() ->
                        ControlClient.connect(server.socket(), new PeerIdentity(RunningServer.SELF.pid() + 1, "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another JVM");
        assertThatThrownBy(() ->
                        ControlClient.connect(server.socket(), new PeerIdentity(RunningServer.SELF.pid(), "pid:[1]")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another JVM");
    }

    /** A socket file at which nobody listens any more. */
    private Path abandoned(String name) throws IOException {
        Path path = directory.resolve(name);
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));
        }
        return path;
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
