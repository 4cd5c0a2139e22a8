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
    }
}
