package io.livepatch.it.target;

import java.util.Arrays;

/**
 * The transitions that the test has announced. One is announced before its command is given and closed after the engine reported
 * its end, so that at any time the versions that may run are those of the latest one. Written by the request thread, read by all.
 */
final class World {
    private static volatile Transition latest = first();

    private World() {}

    /** What became of a transition. */
    enum Outcome {
        RUNNING,
        STAYED_BEFORE,
        WENT_AFTER
    }

    /** One transition. Threads follow the chain from one to the next; what no thread is at any more can be collected. */
    static final class Transition {
        private final int number;
        private final int[] before;
        private final int[] after;
        private volatile boolean turned;
        private volatile Outcome outcome = Outcome.RUNNING;
        private volatile Transition next;

        private Transition(int number, int[] before, int[] after) {
            this.number = number;
            this.before = before;
            this.after = after;
        }

        int before(int group) {
            return before[group];
        }

        int after(int group) {
            return after[group];
        }

        boolean changes(int group) {
            return before[group] != after[group];
        }

        /** Whether threads that have moved may have to go back. */
        boolean isTurned() {
            return turned;
        }

        Outcome outcome() {
            return outcome;
        }

        Transition next() {
            return next;
        }

        @Override
        public String toString() {
            return "transition " + number + " from " + Arrays.toString(before) + " to " + Arrays.toString(after)
                    + (turned ? ", turned round" : "") + ", " + outcome;
        }
    }

    private static Transition first() {
        int[] original = new int[Trace.GROUPS];
        Transition none = new Transition(0, original, original);
        none.outcome = Outcome.WENT_AFTER;
        return none;
    }

    static Transition latest() {
        return latest;
    }

    /**
     * A transition is going to start.
     *
     * @param after the version of each group that it leads to, separated by commas
     * @param turned whether it may be turned round
     */
    static String open(String after, String turned) {
        Transition last = latest;
        if (last.outcome == Outcome.RUNNING) {
            throw new IllegalStateException(last + " is not closed");
        }
        int[] before = last.outcome == Outcome.WENT_AFTER ? last.after : last.before;
        int[] versions =
                Arrays.stream(after.split(",")).mapToInt(Integer::parseInt).toArray();
        Transition opened = new Transition(last.number + 1, before, versions);
        opened.turned = Boolean.parseBoolean(turned);
        last.next = opened;
        latest = opened;
        return opened.toString();
    }

    /** The transition is over. */
    static String close(String wentAfter) {
        latest.outcome = Boolean.parseBoolean(wentAfter) ? Outcome.WENT_AFTER : Outcome.STAYED_BEFORE;
        return latest.toString();
    }
}
