package io.livepatch.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON text of others, as it is before it is parsed. */
public final class ForeignJson {
    private ForeignJson() {}

    /**
     * The text that the bytes stand for, nothing in it replaced.
     *
     * @throws CharacterCodingException if they are not UTF-8
     */
    public static String decode(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    /**
     * Whether arrays and objects stand within each other more than so many deep. The parser recurses once a level, so that
     * text which chooses its depth could end in a stack overflow. Looks at brackets outside strings only, and judges nothing else.
     */
    public static boolean isDeeperThan(int levels, String text) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else {
                    inString = c != '"';
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '[' || c == '{') {
                depth++;
                if (depth > levels) {
                    return true;
                }
            } else if (c == ']' || c == '}') {
                depth--;
            }
        }
        return false;
    }
}
