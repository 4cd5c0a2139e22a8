package io.livepatch.model;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a patch bundle says of itself.
 *
 * @param name unique within a JVM, of the form {@link #NAME}
 * @param version free text, empty if none was given
 * @param description free text, empty if none was given
 * @param classes the classes it changes, never empty
 */
public record PatchDescriptor(String name, String version, String description, List<PatchedClass> classes) {
    /** The form of a patch name. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    public PatchDescriptor {
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        classes = List.copyOf(classes);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a patch name: " + name);
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("patch " + name + " without a class");
        }
    }
}
