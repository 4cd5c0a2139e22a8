package io.livepatch.patchcode;

import io.livepatch.api.SystemState;
import java.util.Optional;

/** The states of the patches that were enabled before one. */
@FunctionalInterface
public interface PreviousStates {
    /** Outside of a transition there is nothing to take over. */
    PreviousStates NONE = id -> Optional.empty();

    /** That of the patch which was enabled last among those that have it. */
    Optional<SystemState> find(String id);
}
