package io.livepatch.transition;

/**
 * How a transition ended.
 *
 * @param side the side that every thread is on now, true for the stubs' TO body
 * @param reversals how often it was turned round
 * @param elapsedNanos from the start
 * @param threads live threads at the end
 * @param failure why it could not start, null if it ran
 */
public record TransitionOutcome(boolean side, int reversals, long elapsedNanos, int threads, Throwable failure) {}
