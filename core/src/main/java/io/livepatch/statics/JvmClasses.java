package io.livepatch.statics;

import io.livepatch.weave.WeavingException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The classes of this JVM. May be used by the thread of a callback, at any time. */
public interface JvmClasses {
    /** The loaded classes that are not of livepatch itself, in every loader. */
    List<Class<?>> loaded();

    /** Whether the JVM lets agents change the class. */
    boolean isModifiable(Class<?> type);

    /**
     * The class files as they were loaded. Retransforms the classes to what they are, which makes the JVM throw away all compiled code that has
     * methods of theirs in it, inlined ones included.
     *
     * @throws WeavingException if the JVM refuses; then no class was retransformed
     */
    Map<Class<?>, byte[]> capture(Collection<Class<?>> types) throws WeavingException;
}
