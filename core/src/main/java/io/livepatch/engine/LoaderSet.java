package io.livepatch.engine;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** A few class loaders, weakly held. Immutable; asked on threads that load classes, hence without a lock. */
final class LoaderSet implements Predicate<ClassLoader> {
    static final LoaderSet EMPTY = new LoaderSet(List.of());

    private final List<WeakReference<ClassLoader>> loaders;
    private final boolean boot;

    /**
     * A set of these loaders.
     *
     * @param loaders may contain null, the boot loader
     */
    LoaderSet(Collection<ClassLoader> loaders) {
        boot = loaders.stream().anyMatch(each -> each == null);
        this.loaders = loaders.stream()
                .filter(each -> each != null)
                .map(WeakReference::new)
                .toList();
    }

    @Override
    public boolean test(ClassLoader loader) {
        if (loader == null) {
            return boot;
        }
        for (WeakReference<ClassLoader> each : loaders) {
            if (each.refersTo(loader)) {
                return true;
            }
        }
        return false;
    }

    /** How a loader is called in messages: boot, platform, app, its name, or its class and identity. */
    static String describe(ClassLoader loader) {
        if (loader == null) {
            return "boot";
        }
        String name = loader.getName();
        return name != null && !name.isEmpty()
                ? name
                : loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
    }
}
