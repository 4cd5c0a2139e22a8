package corpus;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.commons.lang3.ClassUtils;

/** The name of a class must not use up the stack. */
public class CommonsLang48924 {
    private static final String NAME = "a" + ".a".repeat(3_000);
    /** In bytes; so small that it need not be a longer name, which takes longer. */
    private static final long STACK = 192 * 1024;

    public static boolean vulnerable() throws InterruptedException, ExecutionException {
        FutureTask<Boolean> search = new FutureTask<>(CommonsLang48924::isExhausted);
        new Thread(null, search, "small stack", STACK).start();
        return search.get();
    }

    public static void ordinary() throws ClassNotFoundException {
        if (ClassUtils.getClass("java.util.Map.Entry") != Map.Entry.class
                || ClassUtils.getClass("int[]") != int[].class) {
            throw new AssertionError("a class is not found");
        }
    }

    private static boolean isExhausted() {
        try {
            ClassUtils.getClass(NAME);
            return true;
        } catch (StackOverflowError exhausted) {
            return true;
        } catch (ClassNotFoundException refused) {
            return false;
        }
    }
}
