package io.livepatch.it.corpus;

/** How much of a release is to be patched. */
enum Mode {
    /** What the globs of the pair choose, and what that needs. */
    SLICE,
    /** All that differs. */
    WHOLE
}
