package io.livepatch.control;

import io.livepatch.model.Direction;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What the operator asks of an engine. One connection carries one command. */
public sealed interface Command {
    /**
     * Load a bundle and enable it.
     *
     * @param origin the file it came from, for messages
     * @param bundle the content of the bundle file, read-only
     * @param afterForce whether to do it although threads were forced in this JVM before
     */
    record Apply(String origin, ByteBuffer bundle, boolean afterForce) implements Command {
        /** Not after a force. */
        public Apply(String origin, ByteBuffer bundle) {
            this(origin, bundle, false);
        }
    }

    /** Enable a loaded patch again. */
    record Enable(String patch) implements Command {}

    /** Take a patch out of force. */
    record Disable(String patch) implements Command {}

    /** Forget a disabled patch. */
    record Remove(String patch) implements Command {}

    /**
     * Turn the running transition round. Answered by {@link Reply.Started} with its new direction.
     *
     * @param transition the one that is meant, or {@link Watch#ANY} for the one that runs; if it does not run any more, the
     *     command is refused with {@link ErrorKind#NO_TRANSITION}, and another one is left alone
     * @param towards where it shall go; if it goes there already it is joined, so that two operators whose time is over do
     *     not undo each other. Empty: the opposite of where it goes
     */
    record Reverse(long transition, Optional<Direction> towards) implements Command {
        /** Whatever runs, to the opposite. */
        public Reverse() {
            this(Watch.ANY, Optional.empty());
        }
    }

    /**
     * Move the remaining threads of a transition at once, whatever is on their stacks. Breaks the consistency rule for them,
     * and is recorded for good. Answered by {@link Reply.Started}.
     *
     * @param transition the one that is meant, or {@link Watch#ANY} for the one that runs
     */
    record Force(long transition) implements Command {}

    /**
     * Wake the threads that block the running transition. Answered by {@link Reply.Signalled}.
     *
     * @param interrupt interrupt them, which the application sees; else unpark them, which it may take for a spurious return
     */
    record Signal(boolean interrupt) implements Command {}

    /** Run the probe of a loaded patch. Answered by {@link Reply.Probed}. */
    record Probe(String patch) implements Command {}

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
