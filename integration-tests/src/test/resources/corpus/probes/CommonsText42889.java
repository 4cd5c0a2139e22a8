package corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.text.StringSubstitutor;

/** Text that somebody else wrote must not make the interpolator read files. */
public class CommonsText42889 {
    private static final String WORD = "for my eyes only";
    private static final Path FILE = file();

    public static boolean vulnerable() {
        return replaced("${url:UTF-8:" + FILE.toUri() + "}").contains(WORD);
    }

    public static void ordinary() {
        String text = replaced("${base64Encoder:abc} ${const:java.lang.Short.MAX_VALUE} ${sys:user.dir}");
        if (!text.startsWith("YWJj 32767 /")) {
            throw new AssertionError(text);
        }
    }

    private static String replaced(String text) {
        return StringSubstitutor.createInterpolator().replace(text);
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile(Path.of("").toAbsolutePath(), "secret", ".txt");
            return Files.writeString(file, WORD);
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
