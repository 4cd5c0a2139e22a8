package io.livepatch.transition;

import io.livepatch.gate.SchedulePoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What happens when threads reach schedule points, in a {@link GateCopy}: there the points call this. Thread-safe. */
public final class Schedule {
    private static final Map<Place, Runnable> ACTIONS = new ConcurrentHashMap<>();

    private record Place(Thread thread, SchedulePoint point) {}

    private Schedule() {}

    /** Has a thread do something when it reaches a point next, and only then. */
    static void once(Thread thread, SchedulePoint point, Runnable action) {
        ACTIONS.put(new Place(thread, point), action);
    }

    /** Called at every point. */
    public static void reached(SchedulePoint point) {
        Runnable action = ACTIONS.remove(new Place(Thread.currentThread(), point));
        if (action != null) {
            action.run();
        }
    }

    /** Whether all that was to happen has happened: an interleaving that misses a point proves nothing. */
    static boolean isDone() {
        return ACTIONS.isEmpty();
    }
}
