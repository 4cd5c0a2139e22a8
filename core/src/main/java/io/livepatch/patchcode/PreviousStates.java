package io.livepatch.patchcode;

import io.livepatch.api.SystemState;
import java.util.Optional;

/** The states of the patches that were enabled before one. */
@FunctionalInterface
public interface PreviousStates {
    /** That of the patch which was enabled last among those that have it. */
    Optional<SystemState> find(String id);
}
