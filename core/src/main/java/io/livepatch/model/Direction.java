package io.livepatch.model;

/** Where a transition takes the threads. A reversal flips it. */
public enum Direction {
    /** Towards the patched side: patch state 1. */
    PATCH,
    /** Towards the unpatched side: patch state 0. */
    UNPATCH;

    public Direction opposite() {
        return this == PATCH ? UNPATCH : PATCH;
    }

    /** The patch state of a thread that has moved: 1 when patching, 0 when unpatching. */
    public int targetState() {
        return this == PATCH ? 1 : 0;
    }
}
