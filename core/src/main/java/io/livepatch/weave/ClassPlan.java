package io.livepatch.weave;

import io.livepatch.model.MethodId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What becomes of the classes of one name.
 *
 * @param name binary name with dots
 * @param methods by name and descriptor
 * @param excluded loaders whose class of that name stays as it is; asked on the thread that loads the class
 */
public record ClassPlan(String name, Map<MethodId, MethodPlan> methods, Predicate<ClassLoader> excluded) {
    public static ClassPlan of(String name, List<MethodPlan> methods, Predicate<ClassLoader> excluded) {
        return new ClassPlan(
                name, methods.stream().collect(Collectors.toMap(MethodPlan::id, Function.identity())), excluded);
    }

    public ClassPlan {
        methods = Map.copyOf(methods);
    }
}
