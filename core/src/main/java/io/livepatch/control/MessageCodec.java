package io.livepatch.control;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
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
    private static final Map<String, Class<?>> COMMANDS = byName(Command.class);
    private static final Map<String, Class<?>> REPLIES = byName(Reply.class);

    private MessageCodec() {}

    /** Delivers the bundle that follows a command. */
    interface BundleSource {
        ByteBuffer next() throws IOException;
    }

    static JsonObject encode(Command command) {
        if (command instanceof Command.Apply apply) {
            JsonObject json = typed(Command.Apply.class);
            json.put(ORIGIN, apply.origin());
            return json;
        }
        return encodeRecord((Record) command);
    }

    static JsonObject encode(Reply reply) {
        return encodeRecord((Record) reply);
    }

    static JsonObject encode(Hello hello) {
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
            return new Command.Apply(origin, bundle.next().asReadOnlyBuffer());
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

    private static JsonObject encodeRecord(Record record) {
        JsonObject json = typed(record.getClass());
        json.putAll(RecordJson.write(record));
        return json;
    }

    private static Object decodeRecord(Class<?> type, JsonObject json, String what) throws ProtocolException {
        if (type == null) {
            throw new ProtocolException("unknown " + what + ": " + json.getString(TYPE, ""));
        }
        return RecordJson.read(type, json);
    }

    private static JsonObject typed(Class<?> type) {
        JsonObject json = new JsonObject();
        json.put(TYPE, type.getSimpleName());
        return json;
    }

    private static Map<String, Class<?>> byName(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));
    }
}
