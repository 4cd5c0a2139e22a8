package io.livepatch.gate;

import io.livepatch.model.MethodId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which frames hold a thread back: those of patched methods, in every class of the name, whatever its loader, and the class
 * initialisers of patched classes. Matching by name and not by a set of classes takes in a class that is armed while it is
 * loading. Immutable.
 */
public final class PatchedFrames {
    /** No frame matches. */
    public static final PatchedFrames NONE = new PatchedFrames(Map.of());

    private static final String CLASS_INITIALIZER = "<clinit>";

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
        methods.forEach((className, ids) -> {
            Map<String, Set<String>> byName = index.computeIfAbsent(className, name -> new HashMap<>());
            byName.put(CLASS_INITIALIZER, Set.of("()V"));
            for (MethodId id : ids) {
                byName.computeIfAbsent(id.name(), name -> new HashSet<>()).add(id.descriptor());
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
        return descriptors != null && descriptors.contains(descriptor);
    }

    /** Conservative match, for frames seen from outside, which carry no descriptor: any overload counts. */
    public boolean mayContain(String className, String method) {
        Map<String, Set<String>> methods = descriptorsByClassAndMethod.get(className);
        return methods != null && methods.containsKey(method);
    }
}
