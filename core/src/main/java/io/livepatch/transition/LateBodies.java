package io.livepatch.transition;

import io.livepatch.gate.SchedulePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Threads that may run the plain old body of a class that was found after it had been in use. Records say nothing here: a
 * thread that has moved may have called it as well. Reversals change nothing here: a thread that was never moved has no record
 * after two of them, though it may still be in the old body. Not thread-safe.
 */
final class LateBodies {
    private final ThreadRoster roster;
    private final List<Predicate<StackTraceElement>> unlisted = new ArrayList<>();
    private final List<Suspects> suspects = new ArrayList<>();

    private record Suspects(Predicate<StackTraceElement> oldBody, List<Thread> threads) {}

    LateBodies(ThreadRoster roster) {
        this.roster = roster;
    }

    /**
     * Classes were armed late: every thread that lives at the next poll is suspected until seen outside their old bodies. One
     * that is born in between has never run them.
     */
    void add(Predicate<StackTraceElement> oldBody) {
        unlisted.add(oldBody);
    }

    /** Suspects nobody any more. */
    void forget() {
        unlisted.clear();
        suspects.clear();
    }

    /**
     * Looks again at those that are still suspected, and returns them, or so many of them as anybody wants to see. May be called
     * again after it failed for want of memory: nobody is forgotten.
     *
     * @param runningToo whether to look at virtual threads that run, see {@link VirtualStacks}
     */
    List<BlockedThread> poll(boolean runningToo) {
        list();
        List<BlockedThread> blocked = new ArrayList<>();
        for (int i = 0; i < suspects.size(); i++) {
            suspects.set(i, look(suspects.get(i), runningToo, blocked));
        }
        suspects.removeIf(each -> each.threads().isEmpty());
        return blocked;
    }

    /** Returns those of the suspects that remain. */
    private Suspects look(Suspects before, boolean runningToo, List<BlockedThread> blocked) {
        List<Thread> threads = before.threads();
        List<Thread> remaining = new ArrayList<>();
        int to;
        for (int from = 0; from < threads.size(); from = to) {
            to = Math.min(from + roster.slice(), threads.size());
            List<Thread> slice = threads.subList(from, to);
            roster.judge(slice, runningToo, before.oldBody(), (position, verdict) -> {
                if (!(verdict instanceof StackVerdict.Clear)) {
                    remaining.add(slice.get(position));
                    if (blocked.size() < TransitionProgress.MAX_BLOCKED) {
                        blocked.add(new BlockedThread(slice.get(position), verdict));
                    }
                }
            });
        }
        return new Suspects(before.oldBody(), remaining);
    }

    /** A predicate leaves {@link #unlisted} only when its suspects are known. */
    private void list() {
        while (!unlisted.isEmpty()) {
            SchedulePoint.LATE_CLASS_ARMED.reached();
            suspects.add(new Suspects(unlisted.get(0), roster.live()));
            unlisted.remove(0);
        }
    }
}
