package io.livepatch.build;

/** Told how far a build is. Called on the thread that builds. */
@FunctionalInterface
public interface BuildProgress {
    /** Ignores it. */
    BuildProgress NONE = (done, total) -> {};

    /**
     * Classes compared so far.
     *
     * @param done from 1 to {@code total}
     */
    void compared(int done, int total);
}
