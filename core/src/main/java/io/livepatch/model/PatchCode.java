package io.livepatch.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The code of a patch that speaks for the patch rather than belonging to the library, such as its probe and its callbacks. It runs in a class loader
 * of its own that sees the patched library.
 *
 * @param classes binary names with dots of all its classes; empty for most patches
 * @param probe the one of them whose {@code public static boolean vulnerable()} tells whether the old behaviour shows
 * @param callbacks those of them that run when the patch comes into force and when it goes
 */
public record PatchCode(List<String> classes, Optional<String> probe, Callbacks callbacks) {
    /** A patch that brings none. */
    public static final PatchCode NONE = new PatchCode(List.of(), Optional.empty(), Callbacks.NONE);

    public PatchCode {
        classes = List.copyOf(classes);
        if (new HashSet<>(classes).size() < classes.size()) {
            throw new IllegalArgumentException("a class of the patch's own code is listed twice");
        }
        for (String each : classes) {
            if (!PatchDescriptor.isBinaryName(each) || each.startsWith("java.")) {
                throw new IllegalArgumentException("not the name of a class that a patch can bring: " + each);
            }
        }
        if (probe.isPresent() && !classes.contains(probe.get())) {
            throw new IllegalArgumentException(
                    "the probe " + probe.get() + " is none of the classes of the patch's code");
        }
        for (Callbacks.CallbackClass each : callbacks.classes()) {
            if (!classes.contains(each.className())) {
                throw new IllegalArgumentException(
                        "the callbacks " + each.className() + " are none of the classes of the patch's code");
            }
        }
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return classes.isEmpty();
    }
}
