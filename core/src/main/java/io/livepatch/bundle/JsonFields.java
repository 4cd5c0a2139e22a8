package io.livepatch.bundle;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.bundle.InvalidBundleException.Flaw;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a JSON object, read strictly: the library's own getters give a default where the type is wrong.
 *
 * @param what names the object in messages
 */
record JsonFields(String what, JsonObject json) {
    String string(String field) throws Flaw {
        if (json.get(field) instanceof String value) {
            return value;
        }
        throw wrong(field, "a string");
    }

    String string(String field, String absent) throws Flaw {
        return json.containsKey(field) ? string(field) : absent;
    }

    boolean bool(String field, boolean absent) throws Flaw {
        if (!json.containsKey(field)) {
            return absent;
        }
        if (json.get(field) instanceof Boolean value) {
            return value;
        }
        throw wrong(field, "true or false");
    }

    int integer(String field) throws Flaw {
        String digits = json.get(field) instanceof Number number ? number.toString() : "";
        if (!digits.matches("\\d{1,9}")) {
            throw wrong(field, "a whole number");
        }
        return Integer.parseInt(digits);
    }

    /** An array of objects, empty if the field is absent. */
    List<JsonFields> objectsIfAny(String field, String element) throws Flaw {
        return json.containsKey(field) ? objects(field, element) : List.of();
    }

    JsonFields object(String field, String element) throws Flaw {
        if (!(json.get(field) instanceof JsonObject object)) {
            throw wrong(field, "an object");
        }
        return new JsonFields(element, object);
    }

    List<JsonFields> objects(String field, String element) throws Flaw {
        if (!(json.get(field) instanceof JsonArray array)) {
            throw wrong(field, "an array");
        }
        List<JsonFields> objects = new ArrayList<>(array.size());
        for (Object value : array) {
            if (!(value instanceof JsonObject object)) {
                throw wrong(field, "an array of objects");
            }
            objects.add(new JsonFields(element, object));
        }
        return objects;
    }

    /** An array of strings, empty if the field is absent. */
    List<String> strings(String field) throws Flaw {
        if (!json.containsKey(field)) {
            return List.of();
        }
        if (!(json.get(field) instanceof JsonArray array)) {
            throw wrong(field, "an array");
        }
        List<String> strings = new ArrayList<>(array.size());
        for (Object value : array) {
            if (!(value instanceof String string)) {
                throw wrong(field, "an array of strings");
            }
            strings.add(string);
        }
        return strings;
    }

    private Flaw wrong(String field, String wanted) {
        return new Flaw("in " + BundleFormat.DESCRIPTOR + ", the field " + field + " of " + what + " is not " + wanted);
    }
}
