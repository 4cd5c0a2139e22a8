package io.livepatch.transition;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.RecordState;
import io.livepatch.gate.SchedulePoint;
import io.livepatch.gate.ThreadRecord;
import io.livepatch.gate.ThreadTable;
import io.livepatch.gate.View;
import java.util.ArrayList;
import java.util.List;

/**
 * The coordinator's half of the transition protocol: gives threads records, looks at their stacks, moves those that are clear.
 * The other half is {@link PatchGate}. Not thread-safe: one transition, one coordinator.
 */
final class ThreadMover {
    private final PatchGate gate;
    private final ThreadRoster roster;

    ThreadMover(PatchGate gate, ThreadRoster roster) {
        this.gate = gate;
        this.roster = roster;
    }

    /** Opens the first generation. Stubs may be woven from now on: whoever enters one makes itself a record. */
    View start(PatchedFrames patched) {
        return gate.start(new ThreadTable(roster.count()), patched);
    }

    /** Opens the next generation, in the opposite direction. */
    void openReversal() {
        gate.reverse(new ThreadTable(roster.count()));
    }

    /**
     * Gives every live thread that is not on the target side a record, and lets the transition run. A thread born after the
     * enumeration and before RUNNING makes its own; one born later has never run a body of the other side. May be called
     * again after it failed for want of memory: what it did stays true.
     */
    void capture() {
        View view = gate.view();
        List<Thread> threads = roster.live();
        SchedulePoint.THREADS_LISTED.reached();
        if (view.before() != null) {
            // order G3, other half: PatchGate.checkOneself. The new view was published before the old table is closed.
            view.before().forEach(record -> {
                if (record.forgetIfEnded()) {
                    threads.add(record.thread());
                }
            });
            threads.removeIf(view.before()::close);
            // The dead need no record; else each reversal would carry along every thread that was alive at one before.
            threads.removeIf(thread -> !thread.isAlive());
        }
        threads.forEach(thread -> view.table().addIfAbsent(thread, RecordState.UNMOVED));
        SchedulePoint.RECORDS_MADE.reached();
        // order G1, other half: PatchGate.whileCapturing. RUNNING is published before the table is read for completion.
        gate.run();
    }

    /**
     * Looks at every thread that still has to move, and moves those that are clear.
     *
     * @param runningToo whether to look at virtual threads that run, see {@link VirtualStacks}
     * @return those that stay, with the reason; no more than {@link TransitionProgress#MAX_BLOCKED}, since there can be a million
     */
    List<BlockedThread> poll(boolean runningToo) {
        List<BlockedThread> blocked = new ArrayList<>();
        List<ThreadRecord> unmoved = unmoved();
        int to;
        for (int from = 0; from < unmoved.size(); from = to) {
            to = Math.min(from + roster.slice(), unmoved.size());
            pollSlice(unmoved.subList(from, to), runningToo, blocked);
        }
        return blocked;
    }

    private void pollSlice(List<ThreadRecord> slice, boolean runningToo, List<BlockedThread> blocked) {
        // order G2, other half: PatchGate.checkOneself. Pending is set before the snapshot is taken, and only a record
        // that is
        // still pending afterwards is moved: a thread that entered a stub in between has moved itself or taken pending
        // away.
        slice.forEach(record -> record.casState(RecordState.UNMOVED, RecordState.PENDING));
        SchedulePoint.THREADS_ASKED.reached();
        View view = gate.view();
        roster.judge(
                slice.stream().map(ThreadRecord::thread).toList(),
                runningToo,
                frame -> view.frames().mayContain(frame.getClassName(), frame.getMethodName()),
                (position, verdict) -> {
                    ThreadRecord record = slice.get(position);
                    SchedulePoint.STACK_JUDGED.reached();
                    if (verdict instanceof StackVerdict.Clear) {
                        record.casState(RecordState.PENDING, RecordState.MOVED);
                    } else if (blocked.size() < TransitionProgress.MAX_BLOCKED && record.isUnmoved()) {
                        blocked.add(new BlockedThread(record.thread(), verdict));
                    }
                });
    }

    /**
     * Moves every remaining thread, whatever is on its stack. May be called again after it failed for want of memory.
     *
     * @param forced takes those that were moved so, each before it is moved: none may be forgotten
     */
    void force(List<Thread> forced) {
        for (ThreadRecord record : unmoved()) {
            forced.add(record.thread());
            boolean moved = false;
            while (!moved && record.isUnmoved()) {
                moved = record.casState(RecordState.UNMOVED, RecordState.MOVED)
                        || record.casState(RecordState.PENDING, RecordState.MOVED);
            }
            if (!moved) {
                forced.remove(forced.size() - 1);
            }
        }
    }

    /** The records of live threads that still have to move. */
    List<ThreadRecord> unmoved() {
        List<ThreadRecord> unmoved = new ArrayList<>();
        gate.view().table().forEach(record -> {
            if (stays(record)) {
                unmoved.add(record);
            }
        });
        return unmoved;
    }

    /** How many they are, without a list of them. */
    int pending() {
        int[] pending = new int[1];
        gate.view().table().forEach(record -> pending[0] += stays(record) ? 1 : 0);
        return pending[0];
    }

    private static boolean stays(ThreadRecord record) {
        return record.forgetIfEnded() && record.isUnmoved();
    }
}
