package corpus;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.jettison.json.JSONArray;
import org.codehaus.jettison.json.JSONException;
import org.codehaus.jettison.json.JSONObject;

/** A list that contains itself must not use up the stack. */
public class Jettison1436 {
    public static boolean vulnerable() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        try {
            return new JSONArray(endless).length() == 1;
        } catch (StackOverflowError exhausted) {
            return true;
        } catch (JSONException refused) {
            return false;
        }
    }

    public static void ordinary() throws JSONException {
        JSONObject read = new JSONObject("{\"a\": [1, {\"b\": \"c\"}]}");
        String written = new JSONArray(List.of(1, List.of("x"), read)).toString();
        if (!"[1,[\"x\"],{\"a\":[1,{\"b\":\"c\"}]}]".equals(written)) {
            throw new AssertionError(written);
        }
    }
}
