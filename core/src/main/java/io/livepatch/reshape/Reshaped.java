package io.livepatch.reshape;

import io.livepatch.model.MethodId;
import io.livepatch.model.SerializationHook;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * NEW in OLD's shape.
 *
 * @param bodies class files with the bodies for classes that the JVM has, by internal name
 * @param patched the methods of these classes that change
 * @param added class files to be defined beside them, by internal name in the order in which they can be
 * @param enums enums that get constants, by internal name
 * @param hooks methods that serialization looks for
 * @param counts of what OLD does not have
 */
public record Reshaped(
        Map<String, byte[]> bodies,
        Map<String, Set<MethodId>> patched,
        Map<String, byte[]> added,
        List<String> enums,
        List<SerializationHook> hooks,
        Counts counts) {
    /** How many methods, fields and classes that OLD does not have are among them. */
    public record Counts(int methods, int fields, int classes) {}
}
