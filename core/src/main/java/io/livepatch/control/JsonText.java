package io.livepatch.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.livepatch.json.ForeignJson;
import java.nio.charset.CharacterCodingException;

/** Reads a JSON object from UTF-8 bytes. What comes from a peer is refused rather than repaired. */
final class JsonText {
    /** Deeper nesting than any message has. */
    private static final int MAX_DEPTH = 32;

    private JsonText() {}

    /** @throws ProtocolException if the bytes are not the UTF-8 form of one JSON object */
    static JsonObject decode(byte[] bytes) throws ProtocolException {
        try {
            String text = ForeignJson.decode(bytes);
            if (ForeignJson.isDeeperThan(MAX_DEPTH, text)) {
                throw new ProtocolException("the message is nested deeper than " + MAX_DEPTH + " levels");
            }
            return JsonParser.object().from(text);
        } catch (CharacterCodingException e) {
            throw new ProtocolException("the message is not UTF-8", e);
        } catch (JsonParserException e) {
            throw new ProtocolException("the message is not a JSON object: " + e.getMessage(), e);
        }
    }
}
