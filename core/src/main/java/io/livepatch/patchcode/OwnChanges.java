package io.livepatch.patchcode;

import io.livepatch.statics.MadeChange;
import io.livepatch.statics.StaticChanges;
import java.util.List;
import java.util.function.Supplier;

/**
 * The changes of static state that one callback object makes: there are none before it asks for them, and none after they were taken back.
 * Safe for several threads: a call whose time was over may still ask while {@link #close} runs.
 */
final class OwnChanges {
    private final Supplier<StaticChanges> maker;
    private StaticChanges changes;
    private boolean isClosed;

    OwnChanges(Supplier<StaticChanges> maker) {
        this.maker = maker;
    }

    /** @throws IllegalStateException if they were closed: nobody would take back what is done now */
    synchronized StaticChanges get() {
        if (isClosed) {
            throw new IllegalStateException(
                    "the changes of this patch have been taken back already, so it cannot change anything more");
        }
        if (changes == null) {
            changes = maker.get();
        }
        return changes;
    }

    /** Returns what is to be taken back, the latest first. From now on {@link #get} is refused, and so is every change. */
    synchronized List<MadeChange> close() {
        isClosed = true;
        return changes == null ? List.of() : changes.close();
    }
}
