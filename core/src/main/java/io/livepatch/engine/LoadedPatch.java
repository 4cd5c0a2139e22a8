package io.livepatch.engine;

import io.livepatch.bundle.Bundle;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchState;
import io.livepatch.model.PatchedClass;
import io.livepatch.patchcode.CallbackFactory;
import io.livepatch.patchcode.CallbackSet;
import io.livepatch.patchcode.PatchCodeLoader;
import io.livepatch.statics.StaticChanges;
import io.livepatch.weave.AddedClasses;
import io.livepatch.weave.Body;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A patch in this JVM. Its state is guarded by the registry's lock. */
final class LoadedPatch {
    private final PatchDescriptor descriptor;
    private final String digest;
    private final Map<String, Body.Patched> bodies = new HashMap<>();
    private final AddedClasses added;
    private final Map<String, byte[]> code = new HashMap<>();
    private final CallbackSet callbacks;
    private volatile PatchState state = PatchState.DISABLED;
    private volatile boolean forced;

    /**
     * A patch that is not in force.
     *
     * @param statics gives its callbacks what changes static state
     */
    LoadedPatch(Bundle bundle, StaticsMaker statics) {
        descriptor = bundle.descriptor();
        digest = bundle.digest();
        added = new AddedClasses(descriptor.added(), bundle::addedClass);
        descriptor.code().classes().forEach(each -> code.put(each, bundle.codeClass(each)));
        for (PatchedClass each : descriptor.classes()) {
            if (!each.isGuardOnly()) {
                bodies.put(each.name(), new Body.Patched(descriptor.name(), bundle.classFile(each.name())));
            }
        }
        callbacks = new CallbackSet(
                descriptor.code().callbacks(),
                new CallbackFactory(
                        descriptor.name(),
                        this::codeBeside,
                        journal -> statics.make(bundle, journal),
                        LoaderSet::describe));
    }

    /** Makes what changes static state for callbacks of a bundle, and tells of each change. */
    @FunctionalInterface
    interface StaticsMaker {
        StaticChanges make(Bundle bundle, Consumer<String> journal);
    }

    String name() {
        return descriptor.name();
    }

    PatchDescriptor descriptor() {
        return descriptor;
    }

    /** Of the bundle file. */
    String digest() {
        return digest;
    }

    /** The bodies for a class of this patch; null for one that is only guarded. */
    Body.Patched bodies(String className) {
        return bodies.get(className);
    }

    /** The classes that it brings beside those it changes. */
    AddedClasses added() {
        return added;
    }

    /** A new loader for its own code, beside the patched classes of a loader. */
    PatchCodeLoader codeBeside(ClassLoader library) {
        return new PatchCodeLoader(library, code::containsKey, code::get);
    }

    /** What runs when it comes into force and when it goes. */
    CallbackSet callbacks() {
        return callbacks;
    }

    PatchState state() {
        return state;
    }

    void setState(PatchState next) {
        state = next;
    }

    /** Whether threads were ever moved against the consistency rule for this patch. */
    boolean isForced() {
        return forced;
    }

    void markForced() {
        forced = true;
    }
}
