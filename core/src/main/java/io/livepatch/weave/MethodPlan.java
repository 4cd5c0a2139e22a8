package io.livepatch.weave;

import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;

/**
 * What becomes of one method. Two different bodies make an armed method, one body twice a settled one.
 *
 * @param original fingerprint that the original body must have
 * @param newest fingerprint of the newest body that a patch brings; a class that has it already needs no patch
 * @param from the body of a thread that has not moved
 * @param to the body of a thread that has
 * @param immediate whether the method is outside the consistency rule
 * @param guarded whether a thread is to move at its entry and not inside, though the body may stay the same
 */
public record MethodPlan(
        MethodId id, Fingerprint original, Fingerprint newest, Body from, Body to, boolean immediate, boolean guarded) {
    /** Whether the method asks the gate at its entry. */
    public boolean isArmed() {
        return from != to || guarded;
    }

    boolean isOriginal() {
        return from == Body.ORIGINAL && to == Body.ORIGINAL && !guarded;
    }
}
