package io.livepatch.statics;

/** Something that was done and can be taken back. */
interface Change {
    /**
     * Takes it back.
     *
     * @return what else there is to say, for the operator; empty if there is nothing
     * @throws ChangeLeftException if it, or part of it, stays as it is
     */
    String undo() throws ChangeLeftException;

    /** What was changed, for the operator. */
    @Override
    String toString();
}
