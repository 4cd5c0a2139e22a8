package io.livepatch.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a patch bundle says of itself.
 *
 * @param name unique within a JVM, of the form {@link #NAME}
 * @param version free text, empty if none was given
 * @param description free text, empty if none was given
 * @param set the patches whose place it may take
 * @param classes the classes it changes or guards, never empty
 * @param added the classes it brings beside those that it changes: binary names with dots, supertypes first; empty for most
 * @param outside what code outside of it keeps, looks for or reads
 * @param code what the patch brings to speak for itself
 * @param releases of Java that it is for
 */
public record PatchDescriptor(
        String name,
        String version,
        String description,
        ReplaceSet set,
        List<PatchedClass> classes,
        List<String> added,
        Outside outside,
        PatchCode code,
        JavaReleases releases) {
    /** The form of a patch name. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private static final Pattern BINARY_NAME = Pattern.compile("[^./;\\[]+(\\.[^./;\\[]+)*");
    private static final String JAVA = "java.";

    /** A patch that concerns nobody else, without code of its own, for every Java release. */
    public PatchDescriptor(
            String name,
            String version,
            String description,
            ReplaceSet set,
            List<PatchedClass> classes,
            List<String> added) {
        this(name, version, description, set, classes, added, Outside.NONE, PatchCode.NONE, JavaReleases.ALL);
    }

    /** A patch that adds no class. */
    public PatchDescriptor(
            String name, String version, String description, ReplaceSet set, List<PatchedClass> classes) {
        this(name, version, description, set, classes, List.of());
    }

    /** A patch that belongs to no set. */
    public PatchDescriptor(String name, String version, String description, List<PatchedClass> classes) {
        this(name, version, description, ReplaceSet.NONE, classes);
    }

    public PatchDescriptor {
        Objects.requireNonNull(code);
        Objects.requireNonNull(releases);
        Objects.requireNonNull(set);
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        classes = List.copyOf(classes);
        added = List.copyOf(added);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a patch name: " + name);
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("patch " + name + " without a class");
        }
        checkAdded(classes, added);
        checkEnums(classes, outside.enums());
        checkHooks(classes, added, outside.hooks());
    }

    private static void checkHooks(List<PatchedClass> classes, List<String> added, List<SerializationHook> hooks) {
        for (SerializationHook each : hooks) {
            boolean known = classes.stream().anyMatch(patched -> patched.name().equals(each.className()))
                    && added.contains(each.companion());
            if (!known) {
                throw new IllegalArgumentException("the hook " + each.className() + "." + each.method()
                        + " is of a class that is not patched, or in one that is not added");
            }
        }
    }

    private static void checkEnums(List<PatchedClass> classes, List<String> enums) {
        Set<String> patched = new HashSet<>();
        classes.forEach(each -> patched.add(each.name()));
        for (String each : enums) {
            if (!patched.remove(each)) {
                throw new IllegalArgumentException("the enum " + each + " is listed twice, or not patched");
            }
        }
    }

    static boolean isBinaryName(String text) {
        return BINARY_NAME.matcher(text).matches();
    }

    private static void checkAdded(List<PatchedClass> classes, List<String> added) {
        Set<String> taken = new HashSet<>();
        classes.forEach(each -> taken.add(each.name()));
        for (String each : added) {
            if (!isBinaryName(each)) {
                throw new IllegalArgumentException("not the name of a class that could be added: " + each);
            }
            if (each.startsWith(JAVA)) {
                throw new IllegalArgumentException(
                        "no class can be added to a package of java.*, as " + each + " would be");
            }
            if (!taken.add(each)) {
                throw new IllegalArgumentException("the added class " + each + " is listed twice, or patched as well");
            }
        }
    }
}
