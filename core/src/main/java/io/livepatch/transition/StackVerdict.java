package io.livepatch.transition;

/** What a snapshot of a thread's stack says about moving the thread. Only {@link Clear} moves. */
public sealed interface StackVerdict {
    /** No patched frame: the thread may move. */
    record Clear() implements StackVerdict {}

    /**
     * A patched frame is on the stack.
     *
     * @param frame the outermost one
     */
    record Blocked(StackTraceElement frame) implements StackVerdict {}

    /**
     * The stack was not seen whole, so nothing is known.
     *
     * @param cause in words
     */
    record Unreliable(String cause) implements StackVerdict {}
}
