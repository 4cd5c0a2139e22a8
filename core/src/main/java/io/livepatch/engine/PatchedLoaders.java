package io.livepatch.engine;

import io.livepatch.model.PatchedClass;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** In which loaders the classes of a patch are: each loader with one of them. */
final class PatchedLoaders {
    private PatchedLoaders() {}

    /** Where the patch is in force, or about to be. */
    static IdentityHashMap<ClassLoader, Class<?>> inForce(LoadedPatch patch, PatchRegistry registry, ClassSweep sweep) {
        return where(
                patch,
                sweep,
                (type, inForce) -> inForce
                        && registry.enabled().stream()
                                .anyMatch(layer -> layer.patch() == patch && layer.isIn(type.getClassLoader())));
    }

    /** Wherever its classes are. */
    static IdentityHashMap<ClassLoader, Class<?>> all(LoadedPatch patch, ClassSweep sweep) {
        return where(patch, sweep, (type, inForce) -> true);
    }

    private static IdentityHashMap<ClassLoader, Class<?>> where(
            LoadedPatch patch, ClassSweep sweep, BiPredicate<Class<?>, Boolean> wanted) {
        Set<String> names = patch.descriptor().classes().stream()
                .filter(each -> !each.isGuardOnly())
                .map(PatchedClass::name)
                .collect(Collectors.toSet());
        IdentityHashMap<ClassLoader, Class<?>> places = new IdentityHashMap<>();
        sweep.outcomes(names).forEach((type, outcome) -> {
            if (wanted.test(type, outcome.isInForce())) {
                places.putIfAbsent(type.getClassLoader(), type);
            }
        });
        return places;
    }
}
