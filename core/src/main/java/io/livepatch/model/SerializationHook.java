package io.livepatch.model;

import java.util.Objects;
import java.util.Set;

/**
 * A method that a patch adds to a class and that serialization looks for there by its name. It lies in the companion of the class, as a
 * static method which is given the object first.
 *
 * @param className binary name of the class
 * @param method its name, one of {@link #METHODS}
 * @param companion binary name of the companion, one of the added classes
 * @param body name of the static method
 */
public record SerializationHook(String className, String method, String companion, String body) {
    /** The methods that can be brought so. */
    public static final Set<String> METHODS =
            Set.of("readObject", "writeObject", "readObjectNoData", "readResolve", "writeReplace");

    public SerializationHook {
        Objects.requireNonNull(className);
        Objects.requireNonNull(companion);
        Objects.requireNonNull(body);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("not a method that serialization can be handed: " + method);
        }
    }
}
