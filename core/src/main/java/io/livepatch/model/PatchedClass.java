package io.livepatch.model;

import java.util.List;
import java.util.Objects;

/**
 * One class of a patch. It stands for every class of that name, in whatever loader, whose methods have the expected
 * fingerprints.
 *
 * @param name the binary name with dots, such as {@code a.B$C}
 * @param methods the methods that the patch replaces, never empty
 */
public record PatchedClass(String name, List<PatchedMethod> methods) {
    public PatchedClass {
        Objects.requireNonNull(name);
        methods = List.copyOf(methods);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("class " + name + " without a method to patch");
        }
    }

    /** The name as class files write it, with slashes. */
    public String internalName() {
        return name.replace('.', '/');
    }
}
