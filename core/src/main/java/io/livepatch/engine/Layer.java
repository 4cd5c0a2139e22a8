package io.livepatch.engine;

import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.weave.AddedDefinitions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A patch as it stands in the stack of enabled ones: in which loaders, and on top of what it was put. The latter is kept, since
 * a patch built on another stays in force when that one goes, and the class files that the JVM hands over are neither's.
 * Immutable but for {@link #added}; enabling a patch again makes a new one.
 */
final class Layer {
    private final LoadedPatch patch;
    private final LoaderSet excluded;
    /** Those it shares a method with, oldest first. */
    private final List<Layer> below;

    private final AddedDefinitions added;

    private Layer(LoadedPatch patch, LoaderSet excluded, List<Layer> below, AddedDefinitions added) {
        this.patch = patch;
        this.excluded = excluded;
        this.below = below;
        this.added = added;
    }

    /** A patch put on top of a stack, in force in every loader. */
    static Layer on(List<Layer> stack, LoadedPatch patch) {
        return new Layer(
                patch,
                LoaderSet.EMPTY,
                stack.stream().filter(each -> each.sharesMethodWith(patch)).toList(),
                new AddedDefinitions(patch.added()));
    }

    /** The same patch where some loaders hold another version of its classes. */
    Layer excluding(LoaderSet loaders) {
        return new Layer(patch, loaders, below, added);
    }

    LoadedPatch patch() {
        return patch;
    }

    /** Where its added classes are. */
    AddedDefinitions added() {
        return added;
    }

    boolean isIn(ClassLoader loader) {
        return !excluded.test(loader) && !added.failedIn(loader);
    }

    /** Whether it is certain to be in force in every loader that has its classes, those to come included. */
    boolean isEverywhere() {
        return excluded == LoaderSet.EMPTY && added.isEmpty();
    }

    Optional<PatchedMethod> find(String className, MethodId id) {
        return patch.descriptor().classes().stream()
                .filter(each -> each.name().equals(className))
                .flatMap(each -> each.find(id).stream())
                .findFirst();
    }

    /**
     * The fingerprint that the body of a method has before any patch.
     *
     * @param present which layers are in force in the loader that is asked about
     */
    Fingerprint original(String className, MethodId id, Predicate<Layer> present) {
        for (Layer each : below) {
            if (present.test(each) && each.find(className, id).isPresent()) {
                return each.original(className, id, present);
            }
        }
        return find(className, id).orElseThrow().from();
    }

    /** Whether it was put on top of another layer and names a method that this one names. */
    boolean isBuiltOn(Layer other) {
        return below.contains(other);
    }

    private boolean sharesMethodWith(LoadedPatch other) {
        for (PatchedClass each : other.descriptor().classes()) {
            for (PatchedMethod method : each.methods()) {
                if (find(each.name(), method.id()).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
