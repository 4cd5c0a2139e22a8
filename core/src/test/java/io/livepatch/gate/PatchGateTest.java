package io.livepatch.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.model.MethodId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The decision table of the protocol, row by row, on the thread of the test. */
class PatchGateTest {
    private static final int FIRST = PatchGate.site(1, false);
    private static final int SECOND = PatchGate.site(2, false);
    private static final boolean FROM = false;
    private static final boolean TO = true;

    private final Thread self = Thread.currentThread();
    private final PatchGate gate = new PatchGate(Dispatching.class.getName());

    /** Plays the class that woven code calls: the frame below its own is the method being entered. */
    private static final class Dispatching {
        static boolean enter(PatchGate gate, int site) {
            return gate.test(site);
        }
    }

    private boolean patchedOuter() {
        return patchedInner();
    }

    private boolean patchedInner() {
        return Dispatching.enter(gate, FIRST);
    }

    private static PatchedFrames frames(String... methods) {
        return PatchedFrames.of(Map.of(
                PatchGateTest.class.getName(),
                List.of(methods).stream().map(name -> new MethodId(name, "()Z")).toList()));
    }

    private View start(String... patched) {
        return gate.start(new ThreadTable(4), frames(patched));
    }

    private ThreadRecord running(RecordState state, String... patched) {
        View view = start(patched);
        view.table().addIfAbsent(self, RecordState.UNMOVED);
        gate.run();
        ThreadRecord record = view.table().find(self);
        record.casState(RecordState.UNMOVED, state);
        return record;
    }

    @Test
    void capturing_threadWithoutRecord_makesItselfOneAndStays() {
        View view = start();

        assertThat(gate.test(FIRST)).isEqualTo(FROM);
        assertThat(view.table().find(self).stateVolatile()).isEqualTo(RecordState.UNMOVED);
    }

    @Test
    void running_threadWithoutRecord_isOnTheTargetSide() {
        start();
        gate.run();

        assertThat(gate.test(FIRST)).isEqualTo(TO);
    }

    @Test
    void running_unmovedInsidePatchedFrame_isOnTheFromSide() {
        running(RecordState.UNMOVED, "patchedInner", "patchedOuter");

        assertThat(patchedOuter()).isEqualTo(FROM);
    }

    @Test
    void running_moved_isOnTheTargetSide() {
        running(RecordState.MOVED);

        assertThat(gate.test(FIRST)).isEqualTo(TO);
    }

    @Test
    void running_pendingWithoutPatchedFrame_movesItself() {
        ThreadRecord record = running(RecordState.PENDING, "patchedInner");

        assertThat(patchedOuter()).isEqualTo(TO);
        assertThat(record.stateVolatile()).isEqualTo(RecordState.MOVED);
    }

    @Test
    void running_pendingInsidePatchedFrame_staysAndIsUnmovedAgain() {
        ThreadRecord record = running(RecordState.PENDING, "patchedInner", "patchedOuter");

        assertThat(patchedOuter()).isEqualTo(FROM);
        assertThat(record.stateVolatile()).isEqualTo(RecordState.UNMOVED);
    }

    @Test
    void running_askedOnceInsidePatchedFrame_movesAtItsNextOutermostGate() {
        ThreadRecord record = running(RecordState.PENDING, "patchedInner", "patchedOuter");
        patchedOuter();

        assertThat(patchedInner()).as("nobody asked again").isEqualTo(TO);
        assertThat(record.stateVolatile()).isEqualTo(RecordState.MOVED);
    }

    @Test
    void running_unmovedAndNeverAsked_checksItselfNowAndThen() {
        ThreadRecord record = running(RecordState.UNMOVED, "patchedInner", "patchedOuter");
        for (int i = 0; i < 100_000; i++) {
            assertThat(patchedOuter()).isEqualTo(FROM);
        }
        // the longest rest after its last walk
        long start = System.nanoTime();
        while (System.nanoTime() - start < ThreadRecord.LONGEST_REST_NANOS) {
            Thread.onSpinWait();
        }

        int calls = 0;
        while (record.isUnmoved() && calls < 10_000) {
            patchedInner();
            calls++;
        }
        assertThat(calls).isBetween(1, 2_000);
    }

    @Test
    void running_pendingInsideOverload_movesItselfBecauseDescriptorsCount() {
        View view = gate.start(
                new ThreadTable(4),
                PatchedFrames.of(Map.of(PatchGateTest.class.getName(), List.of(new MethodId("patchedOuter", "(I)Z")))));
        view.table().addIfAbsent(self, RecordState.PENDING);
        gate.run();

        assertThat(patchedOuter()).isEqualTo(TO);
    }

    @Test
    void running_pendingInsideClassInitialiserOfPatchedClass_stays() {
        ThreadRecord record = running(RecordState.PENDING);
        View view = gate.view();
        assertThat(view.frames().contains(PatchGateTest.class.getName(), "<clinit>", "()V"))
                .isTrue();
        assertThat(record.isUnmoved()).isTrue();
    }

    @Test
    void poll_pendingOutsidePatchedFrames_moves() {
        ThreadRecord record = running(RecordState.PENDING, "patchedInner");

        gate.poll();

        assertThat(record.stateVolatile()).isEqualTo(RecordState.MOVED);
    }

    @Test
    void immediate_followsTheTargetWhateverTheRecord() {
        running(RecordState.UNMOVED);

        assertThat(gate.test(PatchGate.site(1, true))).isEqualTo(TO);
    }

    @Test
    void reversalCapturing_threadThatNeverMoved_isOnTheNewTargetSide() {
        running(RecordState.UNMOVED);
        View reversed = gate.reverse(new ThreadTable(4));

        assertThat(gate.test(FIRST)).isEqualTo(FROM);
        assertThat(reversed.table().find(self)).isNull();
    }

    @Test
    void reversalCapturing_threadThatHadMoved_makesItselfARecordAndStays() {
        running(RecordState.MOVED);
        View reversed = gate.reverse(new ThreadTable(4));

        assertThat(gate.test(FIRST)).isEqualTo(TO);
        assertThat(reversed.table().find(self).isUnmoved()).isTrue();
    }

    @Test
    void reversalRunning_threadThatHadMoved_movesBackByItsOwnCheck() {
        running(RecordState.MOVED, "patchedInner");
        View reversed = gate.reverse(new ThreadTable(4));
        assertThat(reversed.before().close(self)).isFalse();
        reversed.table().addIfAbsent(self, RecordState.UNMOVED);
        gate.run();
        assertThat(patchedOuter()).isEqualTo(TO);

        reversed.table().find(self).casState(RecordState.UNMOVED, RecordState.PENDING);

        assertThat(patchedOuter()).isEqualTo(FROM);
    }

    @Test
    void stubOfAnEarlierTransition_answersWithTheSideThatSettled() {
        running(RecordState.MOVED);
        gate.settle(TO);
        assertThat(gate.test(FIRST)).isEqualTo(TO);

        View second = start();
        second.table().addIfAbsent(self, RecordState.UNMOVED);
        gate.run();

        assertThat(gate.test(FIRST)).isEqualTo(TO);
        assertThat(gate.test(SECOND)).isEqualTo(FROM);
    }

    @Test
    void settled_dropsEveryReferenceToThreads() {
        running(RecordState.MOVED);

        View settled = gate.settle(FROM);

        assertThat(settled.table()).isNull();
        assertThat(settled.before()).isNull();
        assertThat(gate.test(FIRST)).isEqualTo(FROM);
    }
}
