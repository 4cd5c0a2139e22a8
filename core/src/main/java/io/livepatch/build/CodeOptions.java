package io.livepatch.build;

import io.livepatch.model.Callbacks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The classes, on the class path of the rules, that a patch brings to speak for itself.
 *
 * @param probe tells whether the old behaviour shows
 * @param callbacks run when the patch comes into force and when it goes, in this order
 * @param callbackTimeout how long one call of one of them may take
 */
public record CodeOptions(Optional<String> probe, List<String> callbacks, Duration callbackTimeout) {
    /** None. */
    public static final CodeOptions NONE = new CodeOptions(Optional.empty(), List.of(), Callbacks.DEFAULT_TIMEOUT);

    public CodeOptions {
        callbacks = List.copyOf(callbacks);
        if (callbackTimeout.isNegative()
                || callbackTimeout.isZero()
                || callbackTimeout.compareTo(Callbacks.MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "a callback may take up to " + Callbacks.MAX_TIMEOUT.toHours() + " h, not " + callbackTimeout);
        }
    }
}
