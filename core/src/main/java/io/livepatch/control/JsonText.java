package io.livepatch.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a JSON object from UTF-8 bytes. What comes from a peer is refused rather than repaired. */
final class JsonText {
    /** Deeper nesting than any message has. The parser recurses once a level, so garbage must not choose the depth. */
    private static final int MAX_DEPTH = 32;

    private JsonText() {}

    /** @throws ProtocolException if the bytes are not the UTF-8 form of one JSON object */
    static JsonObject decode(byte[] bytes) throws ProtocolException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            checkDepth(text);
            return JsonParser.object().from(text);
        } catch (CharacterCodingException e) {
            throw new ProtocolException("the message is not UTF-8", e);
        } catch (JsonParserException e) {
            throw new ProtocolException("the message is not a JSON object: " + e.getMessage(), e);
        }
    }

    private static void checkDepth(String text) throws ProtocolException {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                if (++depth > MAX_DEPTH) {
                    throw new ProtocolException("the message is nested deeper than " + MAX_DEPTH + " levels");
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }
}
