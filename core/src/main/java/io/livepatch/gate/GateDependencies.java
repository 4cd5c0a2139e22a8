package io.livepatch.gate;

import io.livepatch.model.MethodId;
import java.util.Map;
import java.util.Set;

/**
 * The methods of the JDK that a gate runs through before it knows what the thread's record says. Were one of them armed, its gate
 * would run through it again, and so on for ever; so they are not patched. They are those of the variable handles that make and
 * change records, as they run when they are interpreted. All else of the JDK may be patched: the walk of a stack is not
 * repeated inside itself, and the rest of a gate is bytecode and native methods.
 */
public final class GateDependencies {
    private static final String HANDLES = "java.lang.invoke.";
    private static final Set<String> CLASSES =
            Set.of("java.lang.Object", "jdk.internal.misc.Unsafe", "jdk.internal.util.Preconditions");
    private static final Map<String, Set<String>> METHODS = Map.of(
            "java.lang.Class", Set.of("cast", "isInstance", "cannotCastMsg"),
            "java.lang.Enum", Set.of("ordinal"),
            "java.util.Objects", Set.of("requireNonNull", "checkIndex"));

    private GateDependencies() {}

    /** Whether a gate runs through the method. */
    public static boolean contains(String className, MethodId method) {
        return className.startsWith(HANDLES)
                || CLASSES.contains(className)
                || METHODS.getOrDefault(className, Set.of()).contains(method.name());
    }
}
