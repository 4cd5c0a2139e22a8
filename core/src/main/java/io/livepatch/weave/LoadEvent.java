package io.livepatch.weave;

import java.lang.ref.WeakReference;

/**
 * A class of the plan was being defined and passed our transformer.
 *
 * @param loader null inside if it is the boot loader, cleared if the loader is gone
 * @param boot whether the loader is the boot loader
 * @param className binary name
 * @param plan number of the plan it was woven by
 */
public record LoadEvent(
        WeakReference<ClassLoader> loader, boolean boot, String className, long plan, WeaveOutcome outcome) {
    static LoadEvent of(ClassLoader loader, String className, long plan, WeaveOutcome outcome) {
        return new LoadEvent(new WeakReference<>(loader), loader == null, className, plan, outcome);
    }

    /** Whether the class that was being defined is this one. */
    public boolean isOf(Class<?> type) {
        ClassLoader its = type.getClassLoader();
        return type.getName().equals(className) && (boot ? its == null : its != null && its == loader.get());
    }
}
