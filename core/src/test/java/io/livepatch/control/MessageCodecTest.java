package io.livepatch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final int ROUNDS = 200;

    static Stream<Class<?>> commands() {
        return Stream.of(Command.class.getPermittedSubclasses());
    }

    static Stream<Class<?>> replies() {
        return Stream.of(Reply.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_encodedAndDecoded_isTheSame(Class<? extends Command> type) throws IOException {
        Samples samples = new Samples(type.getName().hashCode());
        for (int i = 0; i < ROUNDS; i++) {
            Command command = samples.of(type);
            ByteBuffer bundle = command instanceof Command.Apply apply ? apply.bundle() : ByteBuffer.allocate(0);
            byte[] sent = MessageCodec.encode(command);
            assertThat(MessageCodec.decodeCommand(JsonText.decode(sent), () -> bundle))
                    .isEqualTo(command);
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void reply_encodedAndDecoded_isTheSame(Class<? extends Reply> type) throws IOException {
        Samples samples = new Samples(type.getName().hashCode());
        for (int i = 0; i < ROUNDS; i++) {
            Reply reply = samples.of(type);
            byte[] sent = MessageCodec.encode(reply);
            assertThat(MessageCodec.decodeReply(JsonText.decode(sent))).isEqualTo(reply);
        }
    }

    @Test
    void hello_encodedAndDecoded_isTheSame() throws IOException {
        Hello hello = Hello.ofThisJvm();
        byte[] sent = MessageCodec.encode(hello);
        assertThat(MessageCodec.decodeHello(JsonText.decode(sent))).isEqualTo(hello);
    }

    @Test
    void command_withMembersOfANewerVersion_isUnderstood() throws IOException {
        JsonObject json = JsonText.decode(MessageCodec.encode(new Command.Enable("p")));
        json.put("reason", new JsonObject());
        assertThat(MessageCodec.decodeCommand(json, () -> ByteBuffer.allocate(0)))
                .isEqualTo(new Command.Enable("p"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "3",
                "{}",
                "{\"type\":3}",
                "{\"type\":null}",
                "{\"type\":\"java.lang.Runtime\"}",
                "{\"type\":\"Refused\"}",
                "{\"type\":\"Enable\"}",
                "{\"type\":\"Enable\",\"patch\":null}",
                "{\"type\":\"Enable\",\"patch\":{\"a\":1}}",
                "{\"type\":\"Watch\",\"transition\":\"1\"}",
                "{\"type\":\"Watch\",\"transition\":1.5}",
                "{\"type\":\"Watch\",\"transition\":1e300}",
                "{\"type\":\"Watch\",\"transition\":99999999999999999999}",
                "{\"type\":\"Watch\",\"transition\":9223372036854775808}",
                "{\"type\":\"Apply\"}",
                "{\"type\":\"Status\"} {\"type\":\"Status\"}",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void command_thatIsGarbage_isRefused(String text) {
        assertThatThrownBy(() -> MessageCodec.decodeCommand(
                        JsonText.decode(text.getBytes(StandardCharsets.UTF_8)), () -> ByteBuffer.allocate(0)))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void message_thatIsNotUtf8_isRefused() {
        assertThatThrownBy(() -> JsonText.decode(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("UTF-8");
    }

    /** Anything can be the name of a thread. */
    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDC00", "a\uD800b", "\uDC00\uD800", "\uD83D\uDE00\uD83D"})
    void text_thatIsNoUnicode_arrivesWithoutItsBrokenParts(String name) throws IOException {
        Reply reply = new Reply.Removed("<" + name + ">");
        assertThat(MessageCodec.decodeReply(JsonText.decode(MessageCodec.encode(reply))))
                .isInstanceOfSatisfying(
                        Reply.Removed.class,
                        removed -> assertThat(removed.patch()).startsWith("<").endsWith(">"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"a\":[", "{\"\\\"\":["})
    void message_nestedWithoutEnd_isRefusedWithoutRecursion(String opening) {
        byte[] bytes = ("{\"x\":" + opening.repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JsonText.decode(bytes))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void message_withBracketsInStrings_isNotTakenForNested() throws IOException {
        Reply reply = new Reply.Refused(ErrorKind.INTERNAL, "[{\\\"".repeat(1000));
        assertThat(MessageCodec.decodeReply(JsonText.decode(MessageCodec.encode(reply))))
                .isEqualTo(reply);
    }

    @Test
    void reply_withAValueItsRecordForbids_isRefused() {
        assertThatThrownBy(() -> MessageCodec.decodeReply(
                        JsonText.decode("{\"type\":\"Refused\",\"kind\":\"NO_SUCH_KIND\",\"text\":\"\"}"
                                .getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("Refused.kind has an unknown value");
    }
}
