package io.livepatch.model;

import java.util.Objects;

/**
 * A field.
 *
 * @param className binary name with dots of the class that declares it
 * @param descriptor of its type (JVMS 4.3.2)
 */
public record FieldId(String className, String name, String descriptor) {
    public FieldId {
        Objects.requireNonNull(name);
        Objects.requireNonNull(descriptor);
        if (!PatchDescriptor.isBinaryName(className)) {
            throw new IllegalArgumentException("not the name of a class: " + className);
        }
    }

    @Override
    public String toString() {
        return className + "." + name;
    }
}
