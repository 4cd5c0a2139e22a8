package io.livepatch.engine;

import io.livepatch.control.StatusView.HistoryEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened to patches in this JVM, oldest first; the latest thousand events. Thread-safe. */
final class History {
    private static final int MAX_ENTRIES = 1_000;

    private final Deque<HistoryEntry> entries = new ArrayDeque<>();

    synchronized void add(Event event, String patch, long elapsedMs, int threads, String text) {
        if (entries.size() == MAX_ENTRIES) {
            entries.removeFirst();
        }
        String at = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        entries.addLast(new HistoryEntry(at, event.text, patch, elapsedMs, threads, text));
    }

    synchronized List<HistoryEntry> entries() {
        return List.copyOf(entries);
    }

    /** What can happen. */
    enum Event {
        ENABLING("enabling"),
        ENABLED("enabled"),
        DISABLING("disabling"),
        DISABLED("disabled"),
        REVERSING("reversing"),
        REVERSED("reversed"),
        FAILED("failed"),
        /** Stubs are about to be woven; a thread that enters one from now on gets a record. */
        INITIALIZING("initializing"),
        /** Every thread that has to move has a record. Again after each reversal. */
        STARTING("starting"),
        /** Nobody is left to move; the stubs are taken out. */
        COMPLETING("completing"),
        /** The stubs could not be woven; what was woven is taken out again. */
        CANCELING("canceling"),
        /** A step of a transition failed and is tried again until it succeeds. */
        STEP_FAILED("step-failed"),
        /** Threads were moved against the consistency rule. */
        FORCED("forced"),
        /** Blocking threads were unparked. */
        SIGNALLED("signalled"),
        /** Blocking threads were interrupted. */
        INTERRUPTED("interrupted"),
        REMOVED("removed"),
        /** The probe of a patch has run. */
        PROBED("probed"),
        /** A callback of the patch runs. */
        CALLBACK("callback"),
        /** A callback has thrown, or has not come to an end in time. */
        CALLBACK_FAILED("callback-failed"),
        /** A callback has changed static fields or live objects. */
        STATE_CHANGED("state-changed"),
        /** Another patch of its set took its place. */
        REPLACED("replaced"),
        /** A class that was found after it could be used. */
        LATE_CLASS("late-class"),
        /** A class loaded later that stays as it is. */
        NOT_PATCHED("not-patched"),
        /** Another agent changes patched methods after us. */
        ALTERED("altered"),
        /** The stubs could not be taken out. */
        NOT_SETTLED("not-settled");

        private final String text;

        Event(String text) {
            this.text = text;
        }
    }
}
