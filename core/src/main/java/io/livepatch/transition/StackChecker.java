package io.livepatch.transition;

import java.util.function.Predicate;

/**
 * Judges snapshots of other threads' stacks. Such frames carry neither descriptor nor class, so the match is conservative: any
 * overload of a patched method, in any loader, counts. A thread that is held back needlessly moves by its own exact check at
 * its next gate.
 */
final class StackChecker {
    private static final StackVerdict CLEAR = new StackVerdict.Clear();
    private static final StackVerdict RUNS =
            new StackVerdict.Unreliable("a virtual thread that runs; looked at if it stays for half a second");

    private StackChecker() {}

    /**
     * Judges a platform thread.
     *
     * @param trace innermost frame first; empty for a thread without Java frames; null if there was none to be had
     */
    static StackVerdict judgePlatform(StackTraceElement[] trace, Predicate<StackTraceElement> holding) {
        return trace == null ? new StackVerdict.Unreliable("no stack trace") : judge(trace, holding);
    }

    /**
     * Judges a virtual thread. Its trace is whole if it reaches the method that every virtual thread starts in; the JVM cuts
     * that of a mounted one at {@code MaxJavaStackTraceDepth} and gives an empty one while it is between two states.
     *
     * @param trace innermost frame first; null if it runs and was not looked at
     */
    static StackVerdict judgeVirtual(StackTraceElement[] trace, Predicate<StackTraceElement> holding) {
        if (trace == null) {
            return RUNS;
        }
        if (trace.length == 0) {
            return new StackVerdict.Unreliable("no frames of a live virtual thread");
        }
        StackTraceElement outermost = trace[trace.length - 1];
        boolean whole = outermost.getMethodName().equals("run")
                && (outermost.getClassName().equals("java.lang.VirtualThread")
                        || outermost.getClassName().startsWith("java.lang.ThreadBuilders$"));
        return whole
                ? judge(trace, holding)
                : new StackVerdict.Unreliable("stack cut off after " + trace.length + " frames");
    }

    private static StackVerdict judge(StackTraceElement[] trace, Predicate<StackTraceElement> holding) {
        for (int i = trace.length - 1; i >= 0; i--) {
            if (holding.test(trace[i])) {
                return new StackVerdict.Blocked(trace[i]);
            }
        }
        if (trace.length > 0 && isReflectiveEntry(trace[0])) {
            // The JVM has chosen the method to run and may wait here for its class to be initialised; then it enters
            // the body it
            // chose, though the class was armed meanwhile (docs/concurrency.md, judging a stack).
            return new StackVerdict.Unreliable("a reflective call is being entered");
        }
        return CLEAR;
    }

    private static boolean isReflectiveEntry(StackTraceElement innermost) {
        return innermost.isNativeMethod() && innermost.getClassName().startsWith("jdk.internal.reflect.");
    }
}
