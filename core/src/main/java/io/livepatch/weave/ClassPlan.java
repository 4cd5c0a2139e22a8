package io.livepatch.weave;

import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What becomes of the classes of one name.
 *
 * @param name binary name with dots
 * @param byLoader the methods concerned in the class of a loader (null is the boot loader), none where it stays as it is; asked on
 *     the thread that loads the class
 * @param added the added classes that must be in a loader before the class changes there
 */
public record ClassPlan(
        String name,
        Function<ClassLoader, Map<MethodId, MethodPlan>> byLoader,
        Function<ClassLoader, List<AddedDefinitions>> added) {
    /** The same in every loader. */
    public static ClassPlan of(String name, Collection<MethodPlan> methods) {
        Map<MethodId, MethodPlan> byId = byId(methods);
        return new ClassPlan(name, loader -> byId, loader -> List.of());
    }

    /** The same, and what another plan for the class has of other methods. */
    private ClassPlan with(ClassPlan other) {
        return new ClassPlan(
                name,
                loader -> {
                    Map<MethodId, MethodPlan> both = new HashMap<>(other.in(loader));
                    both.putAll(in(loader));
                    return both;
                },
                added);
    }

    /** Plans with one more, which has what no other of them has for a method. */
    public static List<ClassPlan> merged(List<ClassPlan> plans, ClassPlan more) {
        List<ClassPlan> all = new ArrayList<>();
        ClassPlan last = more;
        for (ClassPlan each : plans) {
            if (each.name().equals(more.name())) {
                last = each.with(more);
            } else {
                all.add(each);
            }
        }
        all.add(last);
        return all;
    }

    /** Methods by name and descriptor. */
    public static Map<MethodId, MethodPlan> byId(Collection<MethodPlan> methods) {
        return methods.stream().collect(Collectors.toUnmodifiableMap(MethodPlan::id, Function.identity()));
    }

    /** What becomes of the methods of the class in one loader. */
    public Map<MethodId, MethodPlan> in(ClassLoader loader) {
        return byLoader.apply(loader);
    }

    /**
     * Sees to it that the added classes are in the loader of a class that is about to change, on the thread that loads it.
     *
     * @return null if they are
     */
    WeaveOutcome.Failed define(ClassDefiner definer, Passing passing) {
        for (AddedDefinitions each : added.apply(passing.loader())) {
            String reason = each.defineWithin(definer, passing);
            if (reason != null) {
                return new WeaveOutcome.Failed(reason);
            }
        }
        return null;
    }
}
