package corpus;

import net.minidev.json.JSONArray;
import net.minidev.json.parser.JSONParser;
import net.minidev.json.parser.ParseException;

/** Arrays in arrays must not use up the stack. */
public class JsonSmart1370 {
    private static final String DEEP = "[".repeat(30_000);

    public static boolean vulnerable() {
        try {
            parse(DEEP);
            return true;
        } catch (StackOverflowError exhausted) {
            return true;
        } catch (ParseException refused) {
            return refused.getPosition() > 10_000;
        }
    }

    public static void ordinary() throws ParseException {
        Object parsed = parse("[1, [2, [3]], {\"a\": [4]}]");
        if (!(parsed instanceof JSONArray array) || array.size() != 3) {
            throw new AssertionError(parsed);
        }
    }

    private static Object parse(String text) throws ParseException {
        return new JSONParser(JSONParser.MODE_PERMISSIVE).parse(text);
    }
}
