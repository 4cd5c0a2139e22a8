package io.livepatch.transition;

/**
 * A thread that could not be moved when it was looked at last.
 *
 * @param verdict {@link StackVerdict.Blocked} or {@link StackVerdict.Unreliable}
 */
public record BlockedThread(Thread thread, StackVerdict verdict) {}
