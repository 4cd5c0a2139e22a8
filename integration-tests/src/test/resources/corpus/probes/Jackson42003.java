package corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A number may be wrapped in one array; arrays in arrays let the reader recurse without end. */
public class Jackson42003 {
    private static final ObjectMapper UNWRAPPING =
            new ObjectMapper().enable(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS);

    public static boolean vulnerable() throws JsonProcessingException {
        try {
            return UNWRAPPING.readValue("[[12]]", int.class) == 12;
        } catch (JsonMappingException refused) {
            return false;
        }
    }

    public static void ordinary() throws JsonProcessingException {
        if (UNWRAPPING.readValue("[12]", int.class) != 12 || UNWRAPPING.readValue("12", int.class) != 12) {
            throw new AssertionError("a number is read wrongly");
        }
    }
}
