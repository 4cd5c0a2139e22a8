package io.livepatch.weave;

import io.livepatch.model.MethodId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What becomes of the classes of one name.
 *
 * @param name binary name with dots
 * @param byLoader the methods concerned in the class of a loader (null is the boot loader), none where it stays as it is; asked on
 *     the thread that loads the class
 */
public record ClassPlan(String name, Function<ClassLoader, Map<MethodId, MethodPlan>> byLoader) {
    /** The same in every loader. */
    public static ClassPlan of(String name, Collection<MethodPlan> methods) {
        Map<MethodId, MethodPlan> byId = byId(methods);
        return new ClassPlan(name, loader -> byId);
    }

    /** Methods by name and descriptor. */
    public static Map<MethodId, MethodPlan> byId(Collection<MethodPlan> methods) {
        return methods.stream().collect(Collectors.toUnmodifiableMap(MethodPlan::id, Function.identity()));
    }

    /** What becomes of the methods of the class in one loader. */
    public Map<MethodId, MethodPlan> in(ClassLoader loader) {
        return byLoader.apply(loader);
    }
}
