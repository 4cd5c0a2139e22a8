package io.livepatch.transition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Threads that may run the plain old body of a class that was found after it had been in use. Records say nothing here: a
 * thread that has moved may have called it as well. Not thread-safe.
 */
final class LateBodies {
    private final ThreadRoster roster;
    private final List<Suspects> suspects = new ArrayList<>();

    private record Suspects(Predicate<StackTraceElement> oldBody, List<Thread> threads) {}

    LateBodies(ThreadRoster roster) {
        this.roster = roster;
    }

    /** Classes were armed late: from now on every thread that lives now is suspected until seen outside their old bodies. */
    void add(Predicate<StackTraceElement> oldBody) {
        suspects.add(new Suspects(oldBody, new ArrayList<>(roster.live())));
    }

    /** Suspects nobody any more. */
    void forget() {
        suspects.clear();
    }

    /** Looks again at those that are still suspected, and returns them. */
    List<BlockedThread> poll() {
        List<BlockedThread> blocked = new ArrayList<>();
        for (Suspects each : suspects) {
            List<Thread> remaining = new ArrayList<>();
            for (int from = 0; from < each.threads().size(); from += ThreadRoster.SLICE) {
                List<Thread> slice = each.threads()
                        .subList(
                                from,
                                Math.min(
                                        from + ThreadRoster.SLICE,
                                        each.threads().size()));
                roster.judge(slice, each.oldBody(), (position, verdict) -> {
                    if (!(verdict instanceof StackVerdict.Clear)) {
                        remaining.add(slice.get(position));
                        blocked.add(new BlockedThread(slice.get(position), verdict));
                    }
                });
            }
            each.threads().clear();
            each.threads().addAll(remaining);
        }
        suspects.removeIf(each -> each.threads().isEmpty());
        return blocked;
    }
}
