package io.livepatch.gate;

/**
 * The one word of a thread's record. Legal moves, and who makes them:
 *
 * <pre>
 * UNMOVED -> PENDING         coordinator, before it looks at the thread; the thread itself, if its record may be too late
 * PENDING -> UNMOVED         the thread, before it checks its own stack
 * PENDING -> MOVED           coordinator, if the snapshot was clear; the thread, if its own check was
 * UNMOVED -> MOVED           the thread, if its own check was clear
 * UNMOVED, PENDING -> HOME   coordinator, when it reverses
 * UNMOVED, PENDING -> MOVED  coordinator, when the operator forces
 * </pre>
 */
public enum RecordState {
    /** On the side the transition comes from. */
    UNMOVED,
    /** Like {@link #UNMOVED}, and asked to check itself at its next gate: {@code TIF_PATCH_PENDING} of the kernel. */
    PENDING,
    /** On the target side. */
    MOVED,
    /** Was never moved before a reversal closed this table; the view that led here is stale. */
    HOME
}
