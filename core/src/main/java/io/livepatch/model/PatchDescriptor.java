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
 * @param set the patches whose place it may take
 * @param classes the classes it changes or guards, never empty
 */
public record PatchDescriptor(
        String name, String version, String description, ReplaceSet set, List<PatchedClass> classes) {
    /** The form of a patch name. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    /** A patch that belongs to no set. */
    public PatchDescriptor(String name, String version, String description, List<PatchedClass> classes) {
        this(name, version, description, ReplaceSet.NONE, classes);
    }

    public PatchDescriptor {
        Objects.requireNonNull(set);
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
