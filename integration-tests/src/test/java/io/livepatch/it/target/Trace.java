package io.livepatch.it.target;

import io.livepatch.it.target.World.Outcome;
import io.livepatch.it.target.World.Transition;

/**
 * Checks what one thread sees against what the consistency rule allows. At any time a thread is before or after the running
 * transition; the trace holds those of the two sides that explain everything it has seen so far. They may change only as the
 * rule has it:
 *
 * <ul>
 *   <li>While a frame of a method that the transition changes is on the stack, the thread stays on its side.
 *   <li>Without such a frame it may go from before to after; back only if the transition was turned round.
 *   <li>When the transition is over, every thread is on the side where it ended. One that is held on the other side by a frame
 *       shows that it ended too early.
 *   <li>The next transition begins where the one before ended.
 * </ul>
 *
 * <p>A violation is a version that none of the remaining sides explains. Frames of methods that the transition does not change hold
 * nothing back: under them other methods may well change, and two transitions of different methods may pass. Methods that
 * every patch changes together form a group.
 *
 * <p>Belongs to one thread and lives as long as that does, so that it also sees a thread that has moved and goes back, and old code
 * that runs after the end.
 */
final class Trace {
    /** Groups of methods are named A, B, … in the code under test. */
    static final int GROUPS = 6;

    private static final int BEFORE = 1;
    private static final int AFTER = 2;

    private final int[] frames = new int[GROUPS];
    private Transition transition = World.latest();
    private int sides = transition.outcome() == Outcome.RUNNING ? BEFORE | AFTER : sideOf(transition.outcome());
    private String violation;
    private long seenBefore;
    private long seenAfter;

    /** A method that may be patched was entered; the answer is for {@link #leave}. */
    int enter(int group, int version) {
        see(group, version);
        frames[group]++;
        return group;
    }

    /** It is going to be left. */
    void leave(int group) {
        // while its frame still holds the thread
        catchUp();
        frames[group]--;
    }

    /** A method of a group runs in this version. */
    void see(int group, int version) {
        catchUp();
        int explained = sides;
        if (transition.before(group) != version) {
            explained &= ~BEFORE;
        }
        if (transition.after(group) != version) {
            explained &= ~AFTER;
        }
        if (explained == 0) {
            violation("saw version " + version + " of group " + (char) ('A' + group) + " on side " + sides);
            explained = BEFORE | AFTER;
        }
        sides = explained;
        if (transition.outcome() == Outcome.RUNNING) {
            seenBefore += sides == BEFORE ? 1 : 0;
            seenAfter += sides == AFTER ? 1 : 0;
        }
    }

    /** Goes on to the latest transition, with all that may have happened to this thread since the last call. */
    private void catchUp() {
        while (true) {
            // read before the outcome: a transition that has a successor is over
            Transition next = transition.next();
            if (!isHeld()) {
                sides |= (sides & BEFORE) != 0 ? AFTER : transition.isTurned() ? BEFORE : 0;
            }
            Outcome outcome = transition.outcome();
            if (outcome != Outcome.RUNNING) {
                int ended = sideOf(outcome);
                if ((sides & ended) == 0) {
                    violation("was held on side " + sides + " until after the end");
                }
                sides = ended;
            }
            if (next == null) {
                return;
            }
            transition = next;
            sides = BEFORE;
        }
    }

    private boolean isHeld() {
        for (int group = 0; group < GROUPS; group++) {
            if (frames[group] > 0 && transition.changes(group)) {
                return true;
            }
        }
        return false;
    }

    private static int sideOf(Outcome outcome) {
        return outcome == Outcome.WENT_AFTER ? AFTER : BEFORE;
    }

    private void violation(String what) {
        if (violation == null) {
            StackTraceElement place = StackWalker.getInstance()
                    .walk(stack -> stack.filter(frame -> !frame.getClassName().startsWith(Trace.class.getPackageName()))
                            .findFirst()
                            .orElseThrow()
                            .toStackTraceElement());
            violation = Thread.currentThread().getName() + " " + what + " in " + place + " in " + transition;
        }
    }

    /** What was wrong since the last call, null if nothing. */
    String takeViolation() {
        String taken = violation;
        violation = null;
        return taken;
    }

    /** How often a running transition was seen not to have moved this thread yet. */
    long seenBefore() {
        return seenBefore;
    }

    /** How often a running transition was seen to have moved this thread. */
    long seenAfter() {
        return seenAfter;
    }

    /** Whether the thread is outside the methods that may be patched. */
    boolean isOutside() {
        for (int depth : frames) {
            if (depth != 0) {
                return false;
            }
        }
        return true;
    }
}
