package io.livepatch.engine;

import io.livepatch.engine.ClassSweep.Swept;
import io.livepatch.engine.History.Event;
import io.livepatch.model.Direction;
import io.livepatch.patchcode.CallbackJournal;
import io.livepatch.patchcode.CallbackKind;
import io.livepatch.transition.TransitionOutcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the history and the log say of one transition. Thread-safe. */
final class TransitionJournal implements CallbackJournal {
    private static final Logger LOG = LoggerFactory.getLogger(TransitionJournal.class);

    private final String patch;
    private final History history;
    private final LongSupplier elapsedMs;

    /**
     * Writes for the transition of a patch.
     *
     * @param elapsedMs how long it has lasted, in milliseconds
     */
    TransitionJournal(String patch, History history, LongSupplier elapsedMs) {
        this.patch = patch;
        this.history = history;
        this.elapsedMs = elapsedMs;
    }

    /** Something that concerns no threads. */
    void note(Event event, String text) {
        history.add(event, patch, elapsedMs.getAsLong(), 0, text);
    }

    /** A phase of the transition, with the direction in which it goes then. */
    void phase(Event event, Direction going) {
        note(event, ing(going));
    }

    void reversing(Direction going) {
        note(Event.REVERSING, "from " + ing(going.opposite()) + " to " + ing(going));
    }

    void forced(List<Thread> threads) {
        String names = threads.stream().map(Thread::getName).collect(Collectors.joining(", "));
        history.add(Event.FORCED, patch, elapsedMs.getAsLong(), threads.size(), names);
        LOG.warn("patch {}: forced while in patched methods: {}", patch, names);
    }

    @Override
    public void runs(CallbackKind kind, String where) {
        note(Event.CALLBACK, kind + " " + where);
    }

    @Override
    public void failed(CallbackKind kind, String where, String reason) {
        LOG.warn("patch {}: callback {} of {}: {}", patch, kind, where, reason);
        note(Event.CALLBACK_FAILED, kind + " " + where + ": " + reason);
    }

    @Override
    public void changed(String where, String what) {
        note(Event.STATE_CHANGED, where + " " + what);
    }

    void late(Swept found) {
        note(
                Event.LATE_CLASS,
                "class " + found.type().getName() + " in loader "
                        + LoaderSet.describe(found.type().getClassLoader()) + " was found after it could be used: "
                        + found.outcome());
    }

    void lateFailed(Exception cause) {
        LOG.warn("patch {}: classes loaded late could not be patched: {}", patch, cause.getMessage());
        note(Event.LATE_CLASS, "could not be patched: " + cause.getMessage());
    }

    void notSettled(String what, Throwable cause) {
        LOG.warn("patch {}: {}: {}", patch, what, cause.getMessage());
        note(Event.NOT_SETTLED, cause.getMessage());
    }

    /**
     * It has run, one way or the other.
     *
     * @param replaced the patches whose place this one takes, if it is enabled now
     */
    void ended(TransitionOutcome outcome, Direction start, Direction reached, List<LoadedPatch> replaced) {
        boolean reversed = reached != start;
        Event event = reached == Direction.PATCH ? Event.ENABLED : Event.DISABLED;
        end(reversed ? Event.REVERSED : event, patch, outcome, "");
        if (reached == Direction.PATCH && !reversed) {
            replaced.forEach(each -> end(Event.REPLACED, each.name(), outcome, "by patch " + patch));
        }
    }

    /** It did not start. */
    void failed(TransitionOutcome outcome, String reason) {
        end(Event.FAILED, patch, outcome, reason);
    }

    private void end(Event event, String of, TransitionOutcome outcome, String text) {
        long tookMs = TimeUnit.NANOSECONDS.toMillis(outcome.elapsedNanos());
        history.add(event, of, tookMs, outcome.threads(), text);
    }

    private static String ing(Direction direction) {
        return direction == Direction.PATCH ? "patching" : "unpatching";
    }
}
