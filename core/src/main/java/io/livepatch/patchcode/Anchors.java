package io.livepatch.patchcode;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps objects alive as long as a class is, and no longer: callbacks see the loader beside which they run, so nothing else may refer
 * to them, or the loader could not go. Thread-safe.
 */
final class Anchors {
    private static final ClassValue<Set<Object>> HELD = new ClassValue<>() {
        @Override
        protected Set<Object> computeValue(Class<?> type) {
            return ConcurrentHashMap.newKeySet();
        }
    };

    private Anchors() {}

    /** The object has the identity of {@code Object}. */
    static void hold(Class<?> anchor, Object object) {
        HELD.get(anchor).add(object);
    }

    static void release(Class<?> anchor, Object object) {
        HELD.get(anchor).remove(object);
    }
}
