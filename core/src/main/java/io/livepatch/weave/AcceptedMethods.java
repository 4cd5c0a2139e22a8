package io.livepatch.weave;

import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which methods of a loaded class had the expected body when they were woven first. From then on it is known what version the
 * class is, and what other agents make of these methods later is taken as it comes: a patch is not lost because somebody else
 * retransforms the class (invariant I9). Kept with each class, so it holds on to none. Lock-free.
 */
final class AcceptedMethods {
    private final ClassValue<AtomicReference<Map<MethodId, Fingerprint>>> known = new ClassValue<>() {
        @Override
        protected AtomicReference<Map<MethodId, Fingerprint>> computeValue(Class<?> type) {
            return new AtomicReference<>(Map.of());
        }
    };

    /** The class fits a plan. */
    void add(Class<?> type, Collection<MethodPlan> plan) {
        known.get(type).updateAndGet(before -> {
            Map<MethodId, Fingerprint> all = new HashMap<>(before);
            plan.forEach(each -> all.put(each.id(), each.original()));
            return Map.copyOf(all);
        });
    }

    /** The original bodies that a class is known to have had, by method. */
    Map<MethodId, Fingerprint> of(Class<?> type) {
        return known.get(type).get();
    }
}
