package io.livepatch.reshape;

import io.livepatch.model.MethodId;
import java.util.Map;
import java.util.Set;

/**
 * NEW in OLD's shape.
 *
 * @param bodies class files with the bodies for classes that the JVM has, by internal name
 * @param patched the methods of these classes that change
 * @param added class files to be defined beside them, by internal name in the order in which they can be
 */
public record Reshaped(
        Map<String, byte[]> bodies,
        Map<String, Set<MethodId>> patched,
        Map<String, byte[]> added) {}
