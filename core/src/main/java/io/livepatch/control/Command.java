package io.livepatch.control;

import java.nio.ByteBuffer;

/** What the operator asks of an engine. One connection carries one command. */
public sealed interface Command {
    /**
     * Load a bundle and enable it.
     *
     * @param origin the file it came from, for messages
     * @param bundle the content of the bundle file, read-only
     */
    record Apply(String origin, ByteBuffer bundle) implements Command {}

    /** Enable a loaded patch again. */
    record Enable(String patch) implements Command {}

    /** Take a patch out of force. */
    record Disable(String patch) implements Command {}

    /** Forget a disabled patch. */
    record Remove(String patch) implements Command {}

    /** Turn the running transition round. */
    record Reverse() implements Command {}

    /** Patches, transition, blockers, history. */
    record Status() implements Command {}

    /** Every thread's patch state. */
    record Threads() implements Command {}

    /**
     * Report progress until a transition ends: any number of {@link Reply.Progress}, then one {@link Reply.Ended}.
     *
     * @param transition the serial number from {@link Reply.Started}, or {@link #ANY} for the one that runs now
     */
    record Watch(long transition) implements Command {
        /** Stands for the transition that runs when the command arrives. */
        public static final long ANY = 0;
    }
}
