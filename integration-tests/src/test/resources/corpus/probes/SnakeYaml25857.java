package corpus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Collections in collections must not use up the stack. */
public class SnakeYaml25857 {
    private static final String DEEP = "[".repeat(15_000) + "]".repeat(15_000);

    private static final String SHALLOW = "a: [1, [2, [3]]]\nb: {c: &x [d], e: *x}\n";
    /** Made in the round before, so that some are made before the patch and used after it. */
    private static final AtomicReference<Composer> NEXT = new AtomicReference<>(composer());

    private static final ThreadLocal<Yaml> KEPT = ThreadLocal.withInitial(Yaml::new);

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
        check(new Yaml());
        check(KEPT.get());
        Composer earlier = NEXT.getAndSet(composer());
        if (!(earlier.getSingleNode() instanceof MappingNode node) || node.getValue().size() != 2) {
            throw new AssertionError("a document is composed wrongly");
        }
    }

    private static void check(Yaml yaml) {
        Map<String, Object> loaded = yaml.load(SHALLOW);
        if (!List.of(1, List.of(2, List.of(3))).equals(loaded.get("a"))) {
            throw new AssertionError(loaded);
        }
    }

    private static Composer composer() {
        return new Composer(new ParserImpl(new StreamReader(SHALLOW)), new Resolver(), new LoaderOptions());
    }
}
