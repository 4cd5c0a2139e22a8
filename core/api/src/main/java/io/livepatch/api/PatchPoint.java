package io.livepatch.api;

/**
 * A place where the current thread may move from old code to new code. For threads that run for ever and are hard to see from
 * outside: put a call of {@link #poll} into the loop, outside every method that a patch may change.
 *
 * <p>Most threads need none. A thread that sleeps, or enters patched methods now and then, moves without. It is the counterpart of
 * {@code klp_update_patch_state(current)} in the idle loop of the kernel: always about the current thread, never about another.
 */
public final class PatchPoint {
    private PatchPoint() {}

    /**
     * Moves the current thread if a transition runs, the thread has been asked to move and no patched method is on its stack; does
     * nothing else, and never blocks or throws. May be called by any thread at any time.
     *
     * <p>The method is empty. While a transition runs the agent puts code into it, and afterwards it is empty again, so between
     * transitions a call costs nothing once it is compiled.
     */
    public static void poll() {}
}
