package io.livepatch.transition;

import io.livepatch.gate.RecordState;
import io.livepatch.gate.SchedulePoint;
import io.livepatch.gate.ThreadRecord;
import io.livepatch.gate.ThreadTable;
import java.util.List;

/** What {@link SeededMistake}s do in the place of the right thing. */
public final class Planted {
    private Planted() {}

    /** Moves a thread though it has taken the request away. */
    public static boolean casFromEither(ThreadRecord record, RecordState expected, RecordState wanted) {
        return record.casState(RecordState.UNMOVED, wanted) || record.casState(expected, wanted);
    }

    /** Looks whether a thread is home, and does not close the table for it. */
    public static boolean look(ThreadTable table, Thread thread) {
        ThreadRecord record = table.find(thread);
        return record != null && record.isUnmoved();
    }

    /** Forgets what was to be done if it fails. */
    public static void reachedOnce(SchedulePoint point, List<?> toDo) {
        try {
            point.reached();
        } catch (OutOfMemoryError e) {
            toDo.clear();
            throw e;
        }
    }
}
