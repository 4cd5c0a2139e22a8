package io.livepatch.build;

import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.ReplaceSet;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the operator says of the patch.
 *
 * @param name of the form {@link PatchDescriptor#NAME}
 * @param version free text, may be empty
 * @param description free text, may be empty
 * @param set the patches whose place it may take
 * @param rules which methods see one side together
 * @param slice which changes of the release to bring
 * @param code the classes that the patch brings to speak for itself
 * @param release the Java release whose JVMs are to be patched, if a multi-release JAR has classes for certain ones
 * @param allowJdk whether classes of the JDK may be patched
 */
public record BuildOptions(
        String name,
        String version,
        String description,
        ReplaceSet set,
        ConsistencyRules rules,
        Slice slice,
        CodeOptions code,
        OptionalInt release,
        boolean allowJdk) {
    private static final int MAX_NAME = 200;

    /** A patch of no set and not of the JDK, with the usual rules. */
    public BuildOptions(String name, String version, String description) {
        this(
                name,
                version,
                description,
                ReplaceSet.NONE,
                ConsistencyRules.DEFAULT,
                Slice.ALL,
                CodeOptions.NONE,
                OptionalInt.empty(),
                false);
    }

    public BuildOptions {
        if (!PatchDescriptor.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a patch name has 1 to " + MAX_NAME
                    + " letters, digits, dots, underscores or hyphens, unlike: " + name);
        }
    }

    /** The name a patch gets if the operator gives none: that of the NEW file, without {@code .jar}. */
    public static String defaultName(Path newFile) {
        Path last = newFile.toAbsolutePath().normalize().getFileName();
        String file = last == null ? "" : last.toString().replaceFirst("(?i)\\.jar$", "");
        String name = file.replaceAll("[^A-Za-z0-9._-]", "-");
        return name.isEmpty() ? "patch" : name.substring(0, Math.min(name.length(), MAX_NAME));
    }
}
