package io.livepatch.model;

import java.util.Objects;

/**
 * One method of a patched class.
 *
 * @param id which method
 * @param from fingerprint of the body the patch was built against
 * @param to fingerprint of the body the patch brings; equal to {@code from} for a guard
 * @param immediate whether the method is outside the consistency rule and switches at once for every thread
 */
public record PatchedMethod(MethodId id, Fingerprint from, Fingerprint to, boolean immediate) {
    public PatchedMethod {
        Objects.requireNonNull(id);
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        if (immediate && from.equals(to)) {
            throw new IllegalArgumentException("the guard " + id + " cannot be outside the consistency rule");
        }
    }

    /** Whether the body stays, and the method only belongs to what sees one side from start to end. */
    public boolean isGuard() {
        return from.equals(to);
    }
}
