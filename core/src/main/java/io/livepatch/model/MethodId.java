package io.livepatch.model;

import java.util.Objects;

/**
 * A method within its class: name and descriptor (JVMS 4.3.3).
 *
 * @param name the name as in the class file, {@code <init>} for a constructor
 * @param descriptor the erased descriptor, such as {@code (I)V}
 */
public record MethodId(String name, String descriptor) implements Comparable<MethodId> {
    public MethodId {
        Objects.requireNonNull(name);
        Objects.requireNonNull(descriptor);
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if there is no descriptor in it
     */
    public static MethodId parse(String text) {
        int paren = text.indexOf('(');
        if (paren < 1 || text.indexOf(')') < paren) {
            throw new IllegalArgumentException("not a method name with descriptor: " + text);
        }
        return new MethodId(text.substring(0, paren), text.substring(paren));
    }

    @Override
    public int compareTo(MethodId other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : descriptor.compareTo(other.descriptor);
    }

    /** Name and descriptor run together, as in {@code c(I)V}. */
    @Override
    public String toString() {
        return name + descriptor;
    }
}
