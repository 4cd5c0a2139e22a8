package io.livepatch.control;

import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.Optional;

/** What an engine answers. Every command is answered by one reply, a {@link Command.Watch} by a series. */
public sealed interface Reply {
    /**
     * A transition runs towards the wanted state, or one that did so already was joined.
     *
     * @param transition its serial number in this JVM, from 1; a reversal keeps it
     * @param warnings what the operator should know, such as class loaders that hold another version
     */
    record Started(long transition, String patch, Direction direction, List<String> warnings) implements Reply {
        public Started {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The wanted state holds already; nothing was done.
     *
     * @param state empty if the patch is not loaded
     */
    record Unchanged(String patch, Optional<PatchState> state, String text) implements Reply {}

    /** The patch was forgotten. */
    record Removed(String patch) implements Reply {}

    /**
     * Blocking threads were woken.
     *
     * @param threads their names
     */
    record Signalled(List<String> threads) implements Reply {
        public Signalled {
            threads = List.copyOf(threads);
        }
    }

    /**
     * The probe has run.
     *
     * @param results by class loader; none if the patch has no probe, or no loader its classes
     */
    record Probed(String patch, List<ProbeResult> results) implements Reply {
        public Probed {
            results = List.copyOf(results);
        }
    }

    /** The command was refused or failed; the JVM is as it was. */
    record Refused(ErrorKind kind, String text) implements Reply {}

    /** Answer to {@link Command.Status}. */
    record StatusReply(StatusView status) implements Reply {}

    /** Answer to {@link Command.Threads}. */
    record ThreadsReply(ThreadsView threads) implements Reply {}

    /** How far the watched transition is. */
    record Progress(TransitionView transition) implements Reply {}

    /**
     * The watched transition is over.
     *
     * @param direction where it ended; the opposite of the start if it was reversed
     * @param state the state of the patch now
     * @param reversed whether it was turned round on the way (an odd number of times)
     * @param elapsedMs from start to end, in milliseconds
     * @param threads live threads at the end
     * @param hasProbe whether the patch brings a probe
     * @param replaced the patches whose place it has taken, in the order in which they were enabled
     */
    record Ended(
            long transition,
            String patch,
            Direction direction,
            PatchState state,
            boolean reversed,
            long elapsedMs,
            int threads,
            boolean hasProbe,
            List<String> replaced,
            List<String> warnings)
            implements Reply {
        public Ended {
            replaced = List.copyOf(replaced);
            warnings = List.copyOf(warnings);
        }
    }

    /** Answer to {@link Command.Watch} of {@link Command.Watch#ANY} when no transition runs. */
    record Idle() implements Reply {}
}
