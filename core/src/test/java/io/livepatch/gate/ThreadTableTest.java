package io.livepatch.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThreadTableTest {
    private static Thread thread() {
        return new Thread(() -> {});
    }

    @Test
    void addIfAbsent_secondTime_keepsTheFirstRecord() {
        ThreadTable table = new ThreadTable(1);
        Thread thread = thread();

        assertThat(table.addIfAbsent(thread, RecordState.UNMOVED)).isTrue();
        ThreadRecord first = table.find(thread);
        assertThat(table.addIfAbsent(thread, RecordState.MOVED)).isFalse();

        assertThat(table.find(thread)).isSameAs(first);
        assertThat(first.stateVolatile()).isEqualTo(RecordState.UNMOVED);
    }

    @Test
    void find_manyMoreThreadsThanExpected_findsEach() {
        ThreadTable table = new ThreadTable(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            threads.add(thread());
            table.addIfAbsent(threads.get(i), RecordState.UNMOVED);
        }

        assertThat(threads)
                .allSatisfy(each -> assertThat(table.find(each).thread()).isSameAs(each));
        assertThat(table.find(thread())).isNull();
    }

    @Test
    void addIfAbsent_manyThreadsForOne_makesExactlyOneRecord() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            ThreadTable table = new ThreadTable(1);
            Thread subject = thread();
            AtomicInteger made = new AtomicInteger();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> racers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread racer = new Thread(() -> {
                    await(go);
                    table.addIfAbsent(Thread.currentThread(), RecordState.UNMOVED);
                    if (table.addIfAbsent(subject, RecordState.UNMOVED)) {
                        made.incrementAndGet();
                    }
                });
                racers.add(racer);
                racer.start();
            }
            go.countDown();
            for (Thread racer : racers) {
                racer.join();
                assertThat(table.find(racer)).isNotNull();
            }
            assertThat(made).hasValue(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RecordState.class,
            names = {"UNMOVED", "PENDING"})
    void close_unmoved_isHome(RecordState state) {
        ThreadTable table = new ThreadTable(1);
        Thread thread = thread();
        table.addIfAbsent(thread, state);

        assertThat(table.close(thread)).isTrue();
        assertThat(table.find(thread).stateVolatile()).isEqualTo(RecordState.HOME);
        assertThat(table.close(thread)).as("closed twice").isTrue();
    }

    @Test
    void close_withoutRecord_shutsOutLateOnes() {
        ThreadTable table = new ThreadTable(1);
        Thread thread = thread();

        assertThat(table.close(thread)).isFalse();

        assertThat(table.addIfAbsent(thread, RecordState.UNMOVED)).isFalse();
        assertThat(table.find(thread).stateVolatile()).isEqualTo(RecordState.MOVED);
    }

    @Test
    void forgetIfEnded_onlyTheEndedThread_isLetGo() throws InterruptedException {
        ThreadTable table = new ThreadTable(1);
        Thread ended = thread();
        ended.start();
        ended.join();
        table.addIfAbsent(ended, RecordState.MOVED);
        table.addIfAbsent(Thread.currentThread(), RecordState.UNMOVED);
        ThreadRecord ofEnded = table.find(ended);

        assertThat(ofEnded.forgetIfEnded()).isFalse();
        assertThat(ofEnded.forgetIfEnded()).isFalse();
        assertThat(ofEnded.thread()).isNull();
        assertThat(table.find(Thread.currentThread()).forgetIfEnded()).isTrue();
        assertThat(table.find(Thread.currentThread())).isNotNull();
    }
}
