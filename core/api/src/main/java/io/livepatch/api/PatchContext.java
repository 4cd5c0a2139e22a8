package io.livepatch.api;

import java.util.Optional;

/** What a callback may ask and do. Valid while the callback runs, on its thread. */
public interface PatchContext {
    /** The name of the patch. */
    String patch();

    /** The loader of the patched classes, for which the callback runs; null for the boot loader. The system class loader for callbacks that run {@link OncePerJvm}. */
    ClassLoader loader();

    /**
     * A class that the loader has or finds, not initialized by this.
     *
     * @param name binary, with dots
     */
    Class<?> type(String name) throws ClassNotFoundException;

    /**
     * A state of this patch.
     *
     * @throws IllegalArgumentException if the patch declares none of this id
     */
    SystemState state(String id);

    /**
     * The state of this id of the patch that was enabled last among those that were enabled before this one, to take over from. Empty if none of them has it. When a loader comes
     * later, or another patch has taken their place, those that are gone are not found any more.
     */
    Optional<SystemState> previousState(String id);

    /** In {@link PatchCallbacks#postUnpatch}: whether the patch was turned round, or failed, before it was in force. */
    boolean isReversal();

    /** Access to static state and to live objects of the library. */
    StaticState statics();
}
