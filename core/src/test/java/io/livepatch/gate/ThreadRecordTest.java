package io.livepatch.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadRecordTest {
    /** More than the most entries that are let pass at random. */
    private static final int ENTRIES = 4_000;

    private final ThreadRecord record = new ThreadRecord(Thread.currentThread(), RecordState.UNMOVED);

    @Test
    void isCheckDue_neverWalked_isDueWithinSomeEntries() {
        assertThat(checksDue()).isPositive();
    }

    @Test
    void isCheckDue_asked_isDueSixteenTimesInARow() {
        record.startChecking();
        assertThat(IntStream.range(0, 16).allMatch(i -> record.isCheckDue())).isTrue();
    }

    @Test
    void isCheckDue_afterALongWalk_isNotBeforeARest() {
        long elapsed;
        int due;
        do { // another round if this thread was off its processor for longer than the rest
            walkFor(ThreadRecord.LONGEST_REST_NANOS / ThreadRecord.REST_PER_WALK);
            long end = System.nanoTime();
            due = checksDue();
            elapsed = System.nanoTime() - end;
        } while (elapsed >= ThreadRecord.LONGEST_REST_NANOS);
        assertThat(due).isZero();

        await("the rest is over").until(() -> checksDue() > 0);
    }

    @Test
    void isCheckDue_inAWalk_never() {
        record.startWalk();
        record.startChecking();
        assertThat(checksDue()).isZero();
        assertThat(record.startWalk()).as("a walk in a walk").isFalse();
    }

    private int checksDue() {
        int due = 0;
        for (int i = 0; i < ENTRIES; i++) {
            if (record.isCheckDue()) {
                due++;
            }
        }
        return due;
    }

    private void walkFor(long nanos) {
        record.startWalk();
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
        record.endWalk();
    }
}
