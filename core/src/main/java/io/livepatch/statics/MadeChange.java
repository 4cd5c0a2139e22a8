package io.livepatch.statics;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A change that is to be taken back, in the order in which all such changes of this JVM were made. */
public final class MadeChange {
    /** Several callbacks may change one field: their changes are taken back as if one had made them all. */
    public static final Comparator<MadeChange> LATEST_FIRST =
            Comparator.<MadeChange>comparingLong(each -> each.number).reversed();

    private static final AtomicLong LAST = new AtomicLong();

    private final long number = LAST.incrementAndGet();
    private final Change change;
    private final Consumer<String> history;
    /** Each time it is undone on another thread. */
    private final AtomicBoolean begun = new AtomicBoolean();

    MadeChange(Change change, Consumer<String> history) {
        this.change = change;
        this.history = history;
    }

    /**
     * Takes it back; called again, does nothing.
     *
     * @param problems takes a line if it stays, or something of it
     */
    public void undo(Consumer<String> problems) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            history.accept(change + " taken back" + change.undo());
        } catch (ChangeLeftException e) {
            problems.accept(e.getMessage());
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            problems.accept(change + " could not be taken back: " + e);
        }
    }
}
