package io.livepatch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What connects and does not speak as a tool of this version does. */
@Timeout(60)
class BadPeersTest {
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
    void bundle_cutOffInTheMiddle_neverReachesTheHandler() throws IOException {
        try (SocketChannel raw = rawAfterGreeting()) {
            write(raw, frame("{\"type\":\"Apply\",\"origin\":\"x\"}"));
            write(raw, ByteBuffer.allocate(4 + 1000).putInt(100_000).position(0));
        }
        await("the connection ended").until(() -> RunningServer.threads().size() == 1);
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
        server.handle((command, replies) -> replies.send(new Reply.Idle()));
        assertThat(server.ask(new Command.Status())).isEqualTo(new Reply.Idle());
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

    private SocketChannel raw() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(server.socket()));
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
}
