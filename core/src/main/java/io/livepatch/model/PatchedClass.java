package io.livepatch.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One class of a patch. It stands for every class of that name, in whatever loader, whose methods have the expected
 * fingerprints.
 *
 * @param name the binary name with dots, such as {@code a.B$C}
 * @param methods the methods that the patch replaces or guards, never empty
 */
public record PatchedClass(String name, List<PatchedMethod> methods) {
    public PatchedClass {
        Objects.requireNonNull(name);
        methods = List.copyOf(methods);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("class " + name + " without a method to patch");
        }
    }

    /** Whether all of its methods are guards: it brings no body, and the bundle holds no class file for it. */
    public boolean isGuardOnly() {
        return methods.stream().allMatch(PatchedMethod::isGuard);
    }

    /** The method of that name and descriptor. */
    public Optional<PatchedMethod> find(MethodId id) {
        return methods.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** The name as class files write it, with slashes. */
    public String internalName() {
        return name.replace('.', '/');
    }
}
