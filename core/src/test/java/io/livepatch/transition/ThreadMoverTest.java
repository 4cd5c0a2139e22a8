package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.RecordState;
import io.livepatch.gate.ThreadRecord;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that end or are born between any two steps. */
@Timeout(60)
class ThreadMoverTest {
    private static final PatchedFrames PATCHED =
            PatchedFrames.of(Map.of(Patched.class.getName(), List.of(MethodId.parse("hold()V"))));

    private final PatchGate gate = new PatchGate("io.livepatch.NoDispatcher");
    private final ThreadRoster roster = new ThreadRoster(() -> "no classes");
    private final ThreadMover mover = new ThreadMover(gate, roster);
    private Patched mortal;

    /** A thread inside a patched method until it is told to end. */
    private static final class Patched extends Thread {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch leave = new CountDownLatch(1);

        @Override
        public void run() {
            hold();
        }

        void hold() {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void end() {
            leave.countDown();
            try {
                join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Patched startPatched() throws InterruptedException {
        Patched thread = new Patched();
        thread.start();
        thread.entered.await();
        return thread;
    }

    @BeforeEach
    void startMortal() throws InterruptedException {
        mortal = startPatched();
    }

    @AfterEach
    void endMortal() {
        mortal.end();
    }

    private List<Thread> recorded() {
        List<Thread> threads = new ArrayList<>();
        gate.view().table().forEach(record -> threads.add(record.thread()));
        return threads;
    }

    private boolean isHeld() {
        return mover.poll(true).stream().anyMatch(each -> each.thread() == mortal);
    }

    private List<Thread> unmoved() {
        return mover.unmoved().stream().map(ThreadRecord::thread).toList();
    }

    @Test
    void capture_threadThatEndedAfterTheStart_needsNotMove() {
        mover.start(PATCHED);
        mortal.end();
        mover.capture();

        assertThat(recorded()).doesNotContain(mortal);
        assertThat(isHeld()).isFalse();
    }

    @Test
    void poll_threadThatEndsAfterARecordAndAfterALook_holdsNobodyUp() {
        mover.start(PATCHED);
        mover.capture();
        assertThat(isHeld()).as("alive, in a patched method").isTrue();

        mortal.end();

        assertThat(isHeld()).isFalse();
        assertThat(unmoved()).doesNotContain(mortal);
    }

    @Test
    void force_threadThatHasEnded_isNotNamed() {
        mover.start(PATCHED);
        mover.capture();
        mortal.end();
        List<Thread> forced = new ArrayList<>();

        mover.force(forced);

        assertThat(forced).isNotEmpty().doesNotContain(mortal);
        assertThat(unmoved()).isEmpty();
    }

    @Test
    void capture_reversalAfterAThreadHasEnded_dropsItsRecord() throws InterruptedException {
        mover.start(PATCHED);
        mover.capture();
        gate.view().table().find(mortal).casState(RecordState.UNMOVED, RecordState.MOVED);
        Patched living = mortal;
        try {
            mortal = startPatched();
            gate.view().table().addIfAbsent(mortal, RecordState.MOVED);
            mortal.end();

            mover.openReversal();
            mover.capture();

            assertThat(recorded()).contains(living).doesNotContain(mortal);
        } finally {
            living.end();
        }
    }

    @Test
    void capture_reversalWhileAThreadEnds_needsItNotToMove() {
        mover.start(PATCHED);
        mover.capture();
        gate.view().table().find(mortal).casState(RecordState.UNMOVED, RecordState.MOVED);
        mover.openReversal();
        mortal.end();
        mover.capture();

        assertThat(isHeld()).isFalse();
        assertThat(unmoved()).doesNotContain(mortal);
    }

    @Test
    void judge_theDeadAmongTheLiving_isPassedOverAndNobodyIsMistaken() throws InterruptedException {
        Patched dead = startPatched();
        dead.end();
        Thread unborn = new Thread(() -> {});
        List<Integer> judged = new ArrayList<>();

        roster.judge(
                List.of(dead, Thread.currentThread(), unborn, mortal),
                false,
                frame -> frame.getMethodName().equals("hold"),
                (position, verdict) -> {
                    judged.add(position);
                    assertThat(verdict instanceof StackVerdict.Blocked)
                            .as("position %s", position)
                            .isEqualTo(position == 3);
                });

        assertThat(judged).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void test_threadsBornWhileATransitionIsHeld_areOnTheNewSideAndLeaveNoRecord() throws InterruptedException {
        mover.start(PATCHED);
        mover.capture();
        int records = recorded().size();
        AtomicInteger onTheNewSide = new AtomicInteger();
        int site = PatchGate.site(gate.view().arming(), false);

        for (int i = 0; i < 2_000; i++) {
            Thread shortLived = new Thread(() -> onTheNewSide.addAndGet(gate.test(site) ? 1 : 0));
            shortLived.start();
            shortLived.join();
        }

        assertThat(onTheNewSide).hasValue(2_000);
        assertThat(recorded()).hasSize(records);
        assertThat(isHeld()).isTrue();
    }
}
