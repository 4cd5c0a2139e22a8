package io.livepatch.transition;

import java.util.IdentityHashMap;
import java.util.List;

/**
 * Remembers from one look to the next since when each thread has held the transition. Keeps nobody that the latest look did not
 * find; of more threads than a look names ({@link TransitionProgress#MAX_BLOCKED}) one may be dated from when it was named first.
 * Not thread-safe: the coordinator's.
 */
final class BlockedThreads {
    private IdentityHashMap<Thread, BlockedThread> latest = new IdentityHashMap<>();

    /** Takes what one look found; returns the same with the time at which each was found so first. */
    List<BlockedThread> seen(List<BlockedThread> found) {
        IdentityHashMap<Thread, BlockedThread> now = new IdentityHashMap<>(found.size());
        List<BlockedThread> dated = found.stream()
                .map(each -> each.after(latest.get(each.thread())))
                .toList();
        dated.forEach(each -> now.putIfAbsent(each.thread(), each));
        latest = now;
        return dated;
    }

    /** A generation ends: in the next one the threads hold something else. */
    void forget() {
        latest = new IdentityHashMap<>();
    }
}
