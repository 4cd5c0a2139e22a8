package io.livepatch.gate;

import io.livepatch.model.MethodId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which frames hold a thread back: those of patched methods, in every class of the name, whatever its loader, and the class
 * initialisers of patched classes. Matching by name and not by a set of classes takes in a class that is armed while it is
 * loading. The JVM's own entries into the definition of a class hold a thread back as well. Immutable.
 */
public final class PatchedFrames {
    /** No frame matches. */
    public static final PatchedFrames NONE = new PatchedFrames(Map.of());

    private static final String CLASS_INITIALIZER = "<clinit>";

    /** Any descriptor; a set of its own, told by identity. */
    private static final Set<String> ANY = new HashSet<>();

    /**
     * While one of these runs, a class is being defined. If its class file passed the transformer before the transition began,
     * it comes with a plain old body, however long the rest of its load takes: another agent transforms it after us, or a
     * loader is asked for its superclass. What JVMs lack of these is never seen.
     */
    private static final Map<String, Set<String>> DEFINING = Map.of(
            "java.lang.ClassLoader", Set.of("defineClass0", "defineClass1", "defineClass2"),
            "jdk.internal.misc.Unsafe", Set.of("defineClass0"),
            "sun.instrument.InstrumentationImpl", Set.of("transform"));

    private final Map<String, Map<String, Set<String>>> descriptorsByClassAndMethod;

    private PatchedFrames(Map<String, Map<String, Set<String>>> descriptorsByClassAndMethod) {
        this.descriptorsByClassAndMethod = descriptorsByClassAndMethod;
    }

    /**
     * The frames of the given methods.
     *
     * @param methods the patched methods by binary class name
     */
    public static PatchedFrames of(Map<String, ? extends Iterable<MethodId>> methods) {
        Map<String, Map<String, Set<String>>> index = new HashMap<>();
        DEFINING.forEach((className, names) -> {
            Map<String, Set<String>> byName = index.computeIfAbsent(className, name -> new HashMap<>());
            names.forEach(name -> byName.put(name, ANY));
        });
        methods.forEach((className, ids) -> {
            Map<String, Set<String>> byName = index.computeIfAbsent(className, name -> new HashMap<>());
            byName.put(CLASS_INITIALIZER, Set.of("()V"));
            for (MethodId id : ids) {
                Set<String> descriptors = byName.computeIfAbsent(id.name(), name -> new HashSet<>());
                if (descriptors != ANY) {
                    descriptors.add(id.descriptor());
                }
            }
        });
        return new PatchedFrames(index);
    }

    /** Exact match, for frames seen by the thread itself. */
    public boolean contains(String className, String method, String descriptor) {
        Map<String, Set<String>> methods = descriptorsByClassAndMethod.get(className);
        if (methods == null) {
            return false;
        }
        Set<String> descriptors = methods.get(method);
        return descriptors == ANY || (descriptors != null && descriptors.contains(descriptor));
    }

    /** Conservative match, for frames seen from outside, which carry no descriptor: any overload counts. */
    public boolean mayContain(String className, String method) {
        Map<String, Set<String>> methods = descriptorsByClassAndMethod.get(className);
        return methods != null && methods.containsKey(method);
    }
}
