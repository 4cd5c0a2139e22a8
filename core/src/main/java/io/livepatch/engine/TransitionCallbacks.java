package io.livepatch.engine;

import io.livepatch.model.Direction;
import io.livepatch.patchcode.CallbackJournal;
import io.livepatch.patchcode.CallbackKind;
import io.livepatch.patchcode.CallbackSet;
import io.livepatch.patchcode.CallbackThread;
import io.livepatch.patchcode.PreviousStates;
import io.livepatch.transition.VetoException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The callbacks that one transition owes its patch. Its methods are called on the coordinator's thread, and wait for what they run. */
final class TransitionCallbacks {
    private final CallbackSet callbacks;
    private final Direction start;
    /** Let go of when it has been used: the transition outlives the classes. */
    private Collection<Class<?>> places;

    private final PreviousStates previous;
    private final Callers callers;
    private final CallbackJournal journal;
    /** Whether the first of them have run and the last have not. */
    private boolean owed;

    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    /**
     * What runs callbacks in this JVM.
     *
     * @param thread they run one after the other on it
     * @param registry knows whether there are any left that wait for loaders
     */
    record Callers(CallbackThread thread, PatchRegistry registry) {
        /** Called whenever what is in force has changed, or is about to. */
        private void watchIfNeeded() {
            thread.watch(registry.patches().stream()
                    .anyMatch(each -> each.callbacks().isWatching()));
        }
    }

    /**
     * Those of a patch.
     *
     * @param before the stack that the transition begins with
     * @param places a patched class for each loader that has some
     * @param journal is told of each call
     */
    TransitionCallbacks(
            LoadedPatch patch,
            Direction start,
            List<Layer> before,
            Collection<Class<?>> places,
            Callers callers,
            CallbackJournal journal) {
        this.callbacks = patch.callbacks();
        this.start = start;
        this.places = callbacks.isEmpty() ? List.of() : List.copyOf(places);
        this.previous = new StatesBelow(patch, before);
        this.callers = callers;
        this.journal = new Collecting(journal);
    }

    /** Nothing is woven yet. */
    void before() throws VetoException {
        if (callbacks.isEmpty()) {
            return;
        }
        if (start == Direction.UNPATCH) {
            owed = true;
            run(() -> callbacks.preUnpatch(previous, journal));
            return;
        }
        Collection<Class<?>> present = places;
        places = List.of();
        Optional<String> refusal = callers.thread().run(() -> callbacks.prePatch(present, previous, journal));
        if (refusal.isPresent()) {
            // the veto is no warning, but the reason itself
            warnings.remove(warning(CallbackKind.PRE_PATCH, refusal.get()));
            throw new VetoException("the patch refuses to be applied, by " + refusal.get());
        }
        owed = true;
        // before anything is woven: a loader that comes from now on is seen
        callers.watchIfNeeded();
    }

    /** It has not started for another reason: all is to be as it was. May be called again if it throws. */
    void notStarted() {
        if (owed) {
            settled(start.opposite());
        }
    }

    /** All threads run one side. May be called again if it throws: what has been called is not called again. */
    void settled(Direction reached) {
        if (callbacks.isEmpty()) {
            return;
        }
        if (reached == Direction.PATCH) {
            run(() -> callbacks.postPatch(previous, journal));
        } else {
            run(() -> callbacks.postUnpatch(start == Direction.PATCH, previous, journal));
        }
        owed = false;
        callers.watchIfNeeded();
    }

    /** Patches whose place this one has taken. May be called again if it throws. */
    void replaced(List<LoadedPatch> patches) {
        for (LoadedPatch each : patches) {
            if (!each.callbacks().isEmpty()) {
                run(each.callbacks()::forget);
                callers.watchIfNeeded();
            }
        }
    }

    /** What went wrong after there was no way back. */
    List<String> warnings() {
        synchronized (warnings) {
            return List.copyOf(warnings);
        }
    }

    private static String warning(CallbackKind kind, String what) {
        return "callback " + kind + " of " + what;
    }

    private void run(Runnable calls) {
        callers.thread().run(() -> {
            calls.run();
            return null;
        });
    }

    /** Passes on, and keeps what the operator has to be told at the end. */
    private final class Collecting implements CallbackJournal {
        private final CallbackJournal journal;

        Collecting(CallbackJournal journal) {
            this.journal = journal;
        }

        @Override
        public void runs(CallbackKind kind, String where) {
            journal.runs(kind, where);
        }

        @Override
        public void failed(CallbackKind kind, String where, String reason) {
            journal.failed(kind, where, reason);
            warnings.add(warning(kind, where + ": " + reason));
        }

        @Override
        public void changed(String where, String what) {
            journal.changed(where, what);
        }
    }
}
