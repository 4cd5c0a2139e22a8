package io.livepatch.model;

/** Where a loaded patch stands, as the operator sees it. */
public enum PatchState {
    /** Loaded, without effect. */
    DISABLED,
    /** In transition towards {@link #ENABLED}. */
    ENABLING,
    /** In force for every thread. */
    ENABLED,
    /** In transition towards {@link #DISABLED}. */
    DISABLING
}
