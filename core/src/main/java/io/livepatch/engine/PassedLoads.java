package io.livepatch.engine;

import io.livepatch.weave.LoadEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loads that passed the transformer by the present plan and whose classes nobody has asked for yet, found by loader and
 * name: a storm of class loading leaves thousands. Holds as many as there are live loaders with such a class. Loaders are
 * known by identity, since theirs is application code's idea of {@code equals}. Not thread-safe.
 */
final class PassedLoads {
    private static final int LEAST_TO_SIFT = 1_000;

    private final Map<Key, List<LoadEvent>> events = new HashMap<>();
    private int size;
    private int siftAt = LEAST_TO_SIFT;

    /** Loaders of one identity hash code are told apart by {@link LoadEvent#isOf}. */
    private record Key(int loaderHash, String className) {}

    void add(LoadEvent load) {
        events.computeIfAbsent(new Key(load.loaderHash(), load.className()), key -> new ArrayList<>(1))
                .add(load);
        size++;
        if (size >= siftAt) {
            forgetGone();
            siftAt = Math.max(LEAST_TO_SIFT, 2 * size);
        }
    }

    /** Takes out what is known of the load of a class: the latest, since earlier ones came to nothing. Null if nothing is. */
    LoadEvent take(Class<?> type) {
        Key key = new Key(System.identityHashCode(type.getClassLoader()), type.getName());
        List<LoadEvent> candidates = events.get(key);
        LoadEvent latest = null;
        if (candidates != null) {
            for (LoadEvent each : candidates) {
                latest = each.isOf(type) ? each : latest;
            }
            size -= candidates.size();
            candidates.removeIf(each -> each.isOf(type));
            size += candidates.size();
            if (candidates.isEmpty()) {
                events.remove(key);
            }
        }
        return latest;
    }

    void clear() {
        events.clear();
        size = 0;
    }

    int size() {
        return size;
    }

    private void forgetGone() {
        events.values().removeIf(candidates -> {
            candidates.removeIf(LoadEvent::isGone);
            return candidates.isEmpty();
        });
        size = events.values().stream().mapToInt(List::size).sum();
    }
}
