package io.livepatch.api;

/**
 * Something outside of the code that a patch changes, declared by {@link ManagesState}. Patches that follow each other know it by
 * its id, so the later one finds in {@link #data} what the earlier one has kept to undo the change.
 *
 * <p>A patch has one of each id, while its callbacks run beside each class loader. What lies outside of the loaders, such as a level of logging, is the
 * business of callbacks that run {@link OncePerJvm}; others would keep there what one loader had for all of them.
 *
 * <p>A patch is refused, before any of its callbacks runs, if an enabled patch has one of its states with a higher version, or if it takes the place of patches with
 * a state that it does not have: nobody would be left who can undo the change.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://docs.kernel.org/livepatch/system-state.html">System State Changes</a>
 */
public interface SystemState {
    String id();

    int version();

    /** What was set last; null at first. */
    Object data();

    /**
     * Keeps something for later callbacks and later patches. These do not see the classes of this patch, so it is best made of
     * classes of the JDK. It is kept as long as the patch is loaded.
     */
    void setData(Object data);
}
