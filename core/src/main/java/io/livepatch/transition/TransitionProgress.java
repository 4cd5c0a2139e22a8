package io.livepatch.transition;

import java.util.List;

/**
 * How far a transition was when the coordinator looked last.
 *
 * @param side the side it moves to, true for the stubs' TO body
 * @param generation counts starts and reversals
 * @param pending live threads that still have to move
 * @param blocked why, for those that were looked at; at most {@link #MAX_BLOCKED}
 */
public record TransitionProgress(boolean side, int generation, int pending, List<BlockedThread> blocked) {
    /** More would not help a reader. */
    public static final int MAX_BLOCKED = 1_000;

    public TransitionProgress {
        blocked = List.copyOf(blocked);
    }
}
