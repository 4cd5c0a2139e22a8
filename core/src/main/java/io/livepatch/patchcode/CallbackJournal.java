package io.livepatch.patchcode;

/** Is told what callbacks do. */
public interface CallbackJournal {
    /** One is about to run. */
    void runs(CallbackKind kind, String where);

    /**
     * One has thrown or taken too long, or an undo has failed.
     *
     * @param where the class and the loader beside which it ran
     */
    void failed(CallbackKind kind, String where, String reason);

    /** One has changed static state. */
    void changed(String where, String what);
}
