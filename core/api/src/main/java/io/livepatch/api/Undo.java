package io.livepatch.api;

/** What becomes of a change when the patch is disabled, or refused after the change was made. */
public enum Undo {
    /** It stays. */
    NEVER,
    /** It is taken back after {@link PatchCallbacks#postUnpatch}, the latest first. If another patch takes the place of this one it stays, as no callback is called then. */
    AFTER_UNPATCH
}
