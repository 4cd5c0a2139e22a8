package io.livepatch.statics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The changes that are to be taken back. After that no change is accepted: a callback that was left to itself because it took too long may go
 * on, and nobody would undo what it does then. Thread-safe.
 */
final class Journal {
    private final Consumer<String> history;
    private final Deque<MadeChange> changes = new ArrayDeque<>();
    private boolean isOver;

    Journal(Consumer<String> history) {
        this.history = history;
    }

    /**
     * Does something and notes how to take it back, both before {@link #close} or not at all.
     *
     * @param change null if it stays
     * @throws IllegalStateException if it is too late; then nothing is done
     */
    synchronized void make(Runnable action, Change change) {
        checkOpen();
        action.run();
        if (change != null) {
            changes.addFirst(new MadeChange(change, history));
        }
    }

    /** @throws IllegalStateException if the changes have been taken back */
    synchronized void checkOpen() {
        if (isOver) {
            throw new IllegalStateException(
                    "the changes of this patch have been taken back already, so it cannot change anything more");
        }
    }

    /** A line for the operator. */
    void record(String line) {
        history.accept(line);
    }

    /**
     * From now on no change is accepted. Returns those that are to be taken back, the latest first; asked again after taking them back
     * failed halfway, the same.
     */
    synchronized List<MadeChange> close() {
        isOver = true;
        return List.copyOf(changes);
    }
}
