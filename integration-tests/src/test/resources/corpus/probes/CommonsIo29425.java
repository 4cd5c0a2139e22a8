package corpus;

import org.apache.commons.io.FilenameUtils;

/** A path that leads out of its root has no normal form. */
public class CommonsIo29425 {
    public static boolean vulnerable() {
        return FilenameUtils.normalize("//../secret") != null;
    }

    public static void ordinary() {
        if (!"/a/c".equals(FilenameUtils.normalize("/a/b/../c", true))
                || !"c.txt".equals(FilenameUtils.getName("/a/c.txt"))
                || !"txt".equals(FilenameUtils.getExtension("/a/c.txt"))) {
            throw new AssertionError("a plain path is normalized wrongly");
        }
    }
}
