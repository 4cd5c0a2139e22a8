package io.livepatch.control;

import com.grack.nanojson.JsonAppendableWriter;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commands and replies as JSON objects whose member {@code type} is the name of the record. The bundle of an {@link
 * Command.Apply} is not in the JSON but in a frame of its own.
 */
final class MessageCodec {
    private static final String TYPE = "type";
    private static final String ORIGIN = "origin";
    private static final String AFTER_FORCE = "afterForce";
    private static final Map<String, Class<?>> COMMANDS = byName(Command.class);
    private static final Map<String, Class<?>> REPLIES = byName(Reply.class);

    private MessageCodec() {}

    /** Delivers the bundle that follows a command. */
    interface BundleSource {
        ByteBuffer next() throws IOException;
    }

    static byte[] encode(Command command) {
        if (command instanceof Command.Apply apply) {
            return write(
                    Command.Apply.class,
                    out -> out.value(ORIGIN, apply.origin()).value(AFTER_FORCE, apply.afterForce()));
        }
        return encodeRecord((Record) command);
    }

    static byte[] encode(Reply reply) {
        return encodeRecord((Record) reply);
    }

    static byte[] encode(Hello hello) {
        return encodeRecord(hello);
    }

    /** @throws ProtocolException if it is no command that this version knows */
    static Command decodeCommand(JsonObject json, BundleSource bundle) throws IOException {
        Class<?> type = COMMANDS.get(json.getString(TYPE, ""));
        if (type == Command.Apply.class) {
            String origin = json.getString(ORIGIN);
            if (origin == null) {
                throw new ProtocolException("Apply.origin is missing");
            }
            return new Command.Apply(origin, bundle.next().asReadOnlyBuffer(), json.getBoolean(AFTER_FORCE, false));
        }
        return (Command) decodeRecord(type, json, "command");
    }

    /** @throws ProtocolException if it is no reply that this version knows */
    static Reply decodeReply(JsonObject json) throws ProtocolException {
        return (Reply) decodeRecord(REPLIES.get(json.getString(TYPE, "")), json, "reply");
    }

    static boolean isHello(JsonObject json) {
        return Hello.class.getSimpleName().equals(json.getString(TYPE, ""));
    }

    /** @throws ProtocolException if it is no greeting */
    static Hello decodeHello(JsonObject json) throws ProtocolException {
        return (Hello) decodeRecord(isHello(json) ? Hello.class : null, json, "greeting");
    }

    private static byte[] encodeRecord(Record record) {
        return write(record.getClass(), out -> RecordJson.write(record, out));
    }

    private static byte[] write(Class<?> type, Consumer<JsonAppendableWriter> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // a writer, since the library's own encoder makes garbage of half a surrogate pair, as the name of a thread may
        // have
        try (Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
            JsonAppendableWriter out = JsonWriter.on(text);
            out.object().value(TYPE, type.getSimpleName());
            members.accept(out);
            out.end().done();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Object decodeRecord(Class<?> type, JsonObject json, String what) throws ProtocolException {
        if (type == null) {
            throw new ProtocolException("unknown " + what + ": " + json.getString(TYPE, ""));
        }
        return RecordJson.read(type, json);
    }

    private static Map<String, Class<?>> byName(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));
    }
}
