package corpus;

import org.json.JSONException;
import org.json.XML;

/** Elements in elements must not use up the stack. */
public class OrgJson45688 {
    private static final String DEEP = "<a>".repeat(20_000) + "</a>".repeat(20_000);

    public static boolean vulnerable() {
        try {
            return XML.toJSONObject(DEEP).length() == 1;
        } catch (StackOverflowError exhausted) {
            return true;
        } catch (JSONException refused) {
            return false;
        }
    }

    public static void ordinary() {
        String read = XML.toJSONObject("<a><b c='1'>x</b><b>2</b></a>").toString();
        if (!"{\"a\":{\"b\":[{\"c\":1,\"content\":\"x\"},2]}}".equals(read)) {
            throw new AssertionError(read);
        }
    }
}
