package io.livepatch.transition;

import static org.awaitility.Awaitility.await;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.RecordState;
import io.livepatch.gate.SchedulePoint;
import io.livepatch.gate.ThreadRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Gate against coordinator and gate against reversal, step by step, with the real gate and the real mover. The calling thread
 * is the coordinator. Each returns what was broken: I1, the two sides of one unit differ; I4, an old body ran on after the end.
 */
final class Interleavings {
    private static final boolean TO = true;
    /** More than the checks in a row that a request is good for, fewer than the entries after which a thread checks itself. */
    private static final int PAST_THE_CHECKS = 100;

    private final PatchGate gate = new PatchGate(PatchedThread.DISPATCHER);
    private final ThreadMover mover = new ThreadMover(gate, new ThreadRoster(() -> "no classes"));
    private final Pause outside = new Pause();
    private final Pause inGate = new Pause();
    private final Pause inside = new Pause();
    /** Calls both methods, and can be stopped outside of them and between the two. */
    private final PatchedThread thread = new PatchedThread(gate, self -> {
        outside.run();
        self.outer(() -> {
            inside.run();
            self.inner();
        });
    });

    /** Born after the threads were listed, it sees CAPTURING, and makes its record when the transition is over. */
    String recordMadeAfterTheEnd() {
        outside.release();
        inside.release();
        startAndCapture(() -> bornAndStoppedAt(SchedulePoint.CAPTURING_SEEN));
        moveAll();
        gate.settle(TO);
        inGate.release();
        return broken(List.of(Set.of(TO)), "I4");
    }

    /** The same, but it decides when the coordinator has seen nobody left and has not published the end. */
    String recordMadeWhileTheEndBegins() {
        outside.release();
        startAndCapture(() -> bornAndStoppedAt(SchedulePoint.CAPTURING_SEEN));
        moveAll();
        inGate.release();
        inside.awaitReached();
        gate.settle(TO);
        inside.release();
        return broken(List.of(Set.of(TO)), "I4");
    }

    /** Born after the threads were listed, it enters the outer method before RUNNING and the inner one afterwards. */
    String bornBeforeRunning() {
        outside.release();
        startAndCapture(() -> {
            thread.start();
            inside.awaitReached();
        });
        inside.release();
        return broken(List.of(Set.of(!TO)), "I1");
    }

    /** It is asked inside one unit, seen clear after it, and has begun the next one when it would be moved. */
    String seenBetweenTwoUnits() {
        Pause between = new Pause();
        Pause insideSecond = new Pause();
        PatchedThread asked = new PatchedThread(gate, self -> {
            self.outer(() -> {
                inside.run();
                for (int i = 0; i < PAST_THE_CHECKS; i++) {
                    self.inner();
                }
            });
            between.run();
            self.outer(() -> {
                insideSecond.run();
                self.inner();
            });
        });
        mover.start(PatchedThread.PATCHED);
        asked.start();
        inside.awaitReached();
        mover.capture();
        Schedule.once(Thread.currentThread(), SchedulePoint.THREADS_ASKED, () -> {
            inside.release();
            between.awaitReached();
        });
        Schedule.once(Thread.currentThread(), SchedulePoint.STACK_JUDGED, () -> {
            between.release();
            insideSecond.awaitReached();
        });
        mover.poll(true);
        insideSecond.release();
        asked.join();
        return consistent(asked) ? "" : "I1: " + asked.units();
    }

    /** It makes its record in the first table when that was closed by a reversal, and believes that it never moved. */
    String recordMadeInATableThatIsOver() {
        outside.release();
        startAndCapture(() -> bornAndStoppedAt(SchedulePoint.CAPTURING_SEEN));
        mover.openReversal();
        Schedule.once(Thread.currentThread(), SchedulePoint.RECORDS_MADE, () -> {
            inGate.release();
            inside.awaitReached();
        });
        mover.capture();
        inside.release();
        return broken(List.of(Set.of(TO)), "I1");
    }

    /** Its stack was clear, and before it says so the transition turns round. */
    String turnedRoundBeforeItMovedItself() {
        return turnedRoundAt(SchedulePoint.STACK_SEEN, !TO);
    }

    /** It says that it has moved, and before it looks back the transition turns round. */
    String turnedRoundAfterItMovedItself() {
        return turnedRoundAt(SchedulePoint.MOVED_ITSELF, TO);
    }

    private String turnedRoundAt(SchedulePoint point, boolean expected) {
        inside.release();
        aliveAndAsked();
        Schedule.once(thread.thread(), point, inGate);
        outside.release();
        inGate.awaitReached();
        mover.openReversal();
        mover.capture();
        inGate.release();
        return broken(List.of(Set.of(expected)), "I1");
    }

    /** The coordinator asks once more while it walks for the first request: it has seen its stack, and moves. */
    String askedAgainDuringItsWalk() {
        ThreadRecord record = aliveAndAsked();
        inside.release();
        Schedule.once(thread.thread(), SchedulePoint.REQUEST_TAKEN, inGate);
        outside.release();
        inGate.awaitReached();
        record.casState(RecordState.UNMOVED, RecordState.PENDING);
        inGate.release();
        return broken(List.of(Set.of(TO)), "I1");
    }

    private ThreadRecord aliveAndAsked() {
        thread.start();
        outside.awaitReached();
        mover.start(PatchedThread.PATCHED);
        mover.capture();
        ThreadRecord record = gate.view().table().find(thread.thread());
        record.casState(RecordState.UNMOVED, RecordState.PENDING);
        return record;
    }

    private void startAndCapture(Runnable afterTheListing) {
        mover.start(PatchedThread.PATCHED);
        Schedule.once(Thread.currentThread(), SchedulePoint.THREADS_LISTED, afterTheListing);
        mover.capture();
    }

    private void bornAndStoppedAt(SchedulePoint point) {
        Schedule.once(thread.thread(), point, inGate);
        thread.start();
        inGate.awaitReached();
    }

    private void moveAll() {
        await("all threads that have records are moved")
                .pollInSameThread()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> {
                    mover.poll(true);
                    return mover.unmoved().isEmpty();
                });
    }

    private String broken(List<Set<Boolean>> expected, String invariant) {
        thread.join();
        return thread.units().equals(expected) ? "" : invariant + ": " + thread.units();
    }

    private static boolean consistent(PatchedThread thread) {
        return thread.units().stream().allMatch(sides -> sides.size() == 1);
    }
}
