package io.livepatch.control;

import io.livepatch.model.Direction;
import java.util.List;

/**
 * A running transition as the operator sees it.
 *
 * @param generation counts starts and reversals in this JVM
 * @param elapsedMs since the start, in milliseconds
 */
public record TransitionView(
        long serial,
        String patch,
        Direction direction,
        int generation,
        long elapsedMs,
        ThreadCount threads,
        List<Blocker> blockers) {
    public TransitionView {
        blockers = List.copyOf(blockers);
    }

    /**
     * Live threads.
     *
     * @param total all of them
     * @param pending those that still have to move
     */
    public record ThreadCount(int total, int pending) {
        public int done() {
            return total - pending;
        }
    }

    /** Why a thread is held back. */
    public enum Reason {
        /** A patched method is on its stack. */
        BLOCKED,
        /** Its stack could not be seen whole. */
        UNRELIABLE
    }

    /**
     * A thread that could not be moved when it was looked at last.
     *
     * @param frame outermost patched frame as {@code Class.method(File:line)}, empty when {@code UNRELIABLE}
     * @param detail more about it, may be empty
     * @param ageMs for how long every look of this generation has found it held back for that reason, in milliseconds
     */
    public record Blocker(
            long id, String name, boolean virtual, Reason reason, String frame, String detail, long ageMs) {}
}
