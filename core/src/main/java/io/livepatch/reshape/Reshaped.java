package io.livepatch.reshape;

import io.livepatch.model.MethodId;
import io.livepatch.model.Outside;
import java.util.Map;
import java.util.Set;

/**
 * NEW in OLD's shape.
 *
 * @param bodies class files with the bodies for classes that the JVM has, by internal name
 * @param patched the methods of these classes that change
 * @param added class files to be defined beside them, by internal name in the order in which they can be
 * @param newNames which of these are new classes of NEW
 * @param outside what code outside of the patch keeps, looks for or reads
 * @param counts of what OLD does not have
 */
public record Reshaped(
        Map<String, byte[]> bodies,
        Map<String, Set<MethodId>> patched,
        Map<String, byte[]> added,
        NewNames newNames,
        Outside outside,
        Counts counts) {
    /** How many methods, fields and classes that OLD does not have are among them. */
    public record Counts(int methods, int fields, int classes) {}
}
