package io.livepatch.weave;

import java.lang.ref.WeakReference;

/**
 * A class of the plan was being defined and passed our transformer.
 *
 * @param loader null inside if it is the boot loader, cleared if the loader is gone
 * @param loaderHash the loader's identity hash code, which outlives it
 * @param boot whether the loader is the boot loader
 * @param className binary name
 * @param plan number of the plan it was woven by
 */
public record LoadEvent(
        WeakReference<ClassLoader> loader,
        int loaderHash,
        boolean boot,
        String className,
        long plan,
        WeaveOutcome outcome) {
    static LoadEvent of(ClassLoader loader, String className, long plan, WeaveOutcome outcome) {
        return new LoadEvent(
                new WeakReference<>(loader), System.identityHashCode(loader), loader == null, className, plan, outcome);
    }

    /** Whether its loader has been collected, and with it the class. */
    public boolean isGone() {
        return !boot && loader.refersTo(null);
    }

    /** Whether the class that was being defined is this one. */
    public boolean isOf(Class<?> type) {
        ClassLoader its = type.getClassLoader();
        return type.getName().equals(className) && (boot ? its == null : its != null && loader.refersTo(its));
    }
}
