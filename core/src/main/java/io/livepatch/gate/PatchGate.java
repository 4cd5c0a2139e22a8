package io.livepatch.gate;

import java.util.function.IntPredicate;

/**
 * Decides, at the entry of an armed method, which body the current thread runs: the counterpart of the kernel's
 * {@code klp_ftrace_handler()}, with one difference. The kernel's handler cannot be preempted; a gate can be stopped at any
 * point for any time, so no safepoint and no waiting outside makes its decision safe. Re-reading the view does.
 *
 * <p>The gate side may be called by any thread at any time. The publishing side belongs to the one coordinator.
 */
public final class PatchGate implements IntPredicate {
    /** What a patch point hands to the gate instead of a site; no arming has that number. */
    public static final int POLL = -1;

    private static final int IMMEDIATE = 1;

    private enum Decision {
        TO,
        FROM,
        /** The view changed under the decision: take it again. */
        STALE
    }

    private final String dispatcher;
    private volatile View view = View.initial();

    /**
     * A gate without a transition.
     *
     * @param dispatcher name of the class whose static method woven code calls
     */
    public PatchGate(String dispatcher) {
        this.dispatcher = dispatcher;
    }

    /**
     * The number that a stub hands to the gate.
     *
     * @param arming number of the transition that the stub is woven for
     * @param immediate whether the method is outside the consistency rule
     */
    public static int site(int arming, boolean immediate) {
        return arming << 1 | (immediate ? IMMEDIATE : 0);
    }

    public View view() {
        return view;
    }

    /**
     * The decision.
     *
     * @param site as made by {@link #site}, or {@link #POLL}
     * @return true for the TO body, false for the FROM body; means nothing at a patch point
     * @throws OutOfMemoryError if the thread needs a record and there is no memory; nothing has changed then
     */
    @Override
    public boolean test(int site) {
        for (; ; ) {
            View seen = view;
            Decision decision;
            if (site == seen.runningSite) {
                ThreadRecord record = ThreadTable.find(seen.buckets, Thread.currentThread());
                if (record == null) {
                    return seen.target;
                }
                RecordState state = record.stateVolatile();
                if (state == RecordState.MOVED) {
                    return seen.target;
                }
                if (state == RecordState.UNMOVED && !record.isCheckDue()) {
                    return !seen.target;
                }
                decision = whileUnmoved(seen, record, state);
            } else {
                int arming = site >>> 1;
                if (arming != seen.arming || seen.phase == Phase.IDLE) {
                    if (site == POLL) {
                        poll();
                        return false;
                    }
                    // A stub of an earlier transition, entered before that settled: its bodies are those of its own
                    // transition.
                    return seen.settledSide(arming);
                }
                if ((site & IMMEDIATE) != 0) {
                    return seen.target;
                }
                decision = whileCapturing(seen);
            }
            if (decision != Decision.STALE) {
                return decision == Decision.TO;
            }
        }
    }

    /** A place where the current thread may move if it is asked to. Not to be called while a method is being entered. */
    public void poll() {
        View seen = view;
        if (seen.phase != Phase.RUNNING) {
            return;
        }
        ThreadRecord record = seen.table.find(Thread.currentThread());
        if (record != null && record.stateVolatile() == RecordState.PENDING) {
            checkOneself(seen, record, null);
        }
    }

    /** The seldom half of a decision while RUNNING: the thread was asked, or asks itself, whether it may move. */
    private Decision whileUnmoved(View seen, ThreadRecord record, RecordState state) {
        if (state == RecordState.HOME) {
            return Decision.STALE;
        }
        if (state == RecordState.PENDING) {
            record.startChecking();
        }
        return checkOneself(seen, record, dispatcher);
    }

    private Decision whileCapturing(View seen) {
        SchedulePoint.CAPTURING_SEEN.reached();
        Thread self = Thread.currentThread();
        if (seen.before != null && neverMoved(seen.before.find(self))) {
            return target(seen);
        }
        boolean made = seen.table.addIfAbsent(self, RecordState.UNMOVED);
        SchedulePoint.RECORD_MADE.reached();
        // order G1: record first, then the view again; the coordinator publishes RUNNING first, then reads the table
        // (other
        // half: ThreadMover.capture). Without the second read, a thread stopped between its first read and its record
        // would run
        // a FROM body in a transition that counts it as being on the target side.
        if (view != seen) {
            if (made) {
                // It may have come too late: only the thread's own stack can tell, so let that decide.
                seen.table.find(self).casState(RecordState.UNMOVED, RecordState.PENDING);
            }
            return Decision.STALE;
        }
        return origin(seen);
    }

    private Decision checkOneself(View seen, ThreadRecord record, String entering) {
        if (!record.startWalk()) {
            return origin(seen);
        }
        // order G2: pending goes first, then the walk. A coordinator that saw this thread clear before it came here
        // finds its
        // compare-and-set fail (other half: ThreadMover.pollSlice), which closes the window between looking at a thread
        // and
        // moving it.
        record.casState(RecordState.PENDING, RecordState.UNMOVED);
        SchedulePoint.REQUEST_TAKEN.reached();
        boolean clear = OwnStack.isClear(seen.frames, entering);
        record.endWalk();
        if (!clear) {
            return origin(seen);
        }
        SchedulePoint.STACK_SEEN.reached();
        // Only this thread takes PENDING back to UNMOVED, so once the first fails the second meets any other state but
        // that.
        if (!record.casState(RecordState.UNMOVED, RecordState.MOVED)) {
            record.casState(RecordState.PENDING, RecordState.MOVED);
        }
        SchedulePoint.MOVED_ITSELF.reached();
        // order G3: moved first, then the view again; a reversal publishes its view first, then closes this table
        // (other half:
        // ThreadMover.capture). Either it finds the record MOVED, or this thread finds its view stale or itself HOME.
        return view == seen && record.stateVolatile() == RecordState.MOVED ? target(seen) : Decision.STALE;
    }

    private static boolean neverMoved(ThreadRecord record) {
        return record != null && record.stateVolatile() != RecordState.MOVED;
    }

    private static Decision target(View seen) {
        return seen.target ? Decision.TO : Decision.FROM;
    }

    private static Decision origin(View seen) {
        return seen.target ? Decision.FROM : Decision.TO;
    }

    /** Coordinator only: a transition begins. Threads that enter a stub from now on make themselves records. */
    public View start(ThreadTable empty, PatchedFrames patched) {
        return publish(view.start(empty, patched));
    }

    /** Coordinator only: the running transition turns round. */
    public View reverse(ThreadTable empty) {
        return publish(view.reverse(empty));
    }

    /** Coordinator only: every thread that has to move has a record. */
    public View run() {
        return publish(view.run());
    }

    /** Coordinator only: over, on the given side. */
    public View settle(boolean side) {
        return publish(view.settle(side));
    }

    private View publish(View next) {
        view = next;
        return next;
    }
}
