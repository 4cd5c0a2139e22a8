package io.livepatch.statics;

/** Something that was done and can be taken back. */
interface Change {
    /**
     * Takes it back.
     *
     * @throws ChangeLeftException if it, or part of it, stays as it is
     */
    void undo() throws ChangeLeftException;

    /** What was changed, for the operator. */
    @Override
    String toString();
}
