package corpus;

import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

/** Collections in collections must not use up the stack. */
public class SnakeYaml25857 {
    private static final String DEEP = "[".repeat(15_000) + "]".repeat(15_000);

    public static boolean vulnerable() {
        try {
            return new Yaml().load(DEEP) != null;
        } catch (StackOverflowError exhausted) {
            return true;
        } catch (YAMLException refused) {
            return false;
        }
    }

    public static void ordinary() {
        Map<String, Object> loaded = new Yaml().load("a: [1, [2, [3]]]\nb: {c: &x [d], e: *x}\n");
        if (!List.of(1, List.of(2, List.of(3))).equals(loaded.get("a"))) {
            throw new AssertionError(loaded);
        }
    }
}
