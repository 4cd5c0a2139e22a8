package io.livepatch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowVariableRacesTest {
    private static final String ID = "test.race";
    private static final int THREADS = 64;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Object object = new Object();

    @AfterEach
    void free() {
        threads.shutdownNow();
        ShadowVariables.freeAll(ID, null);
    }

    /** Runs it on all threads, which begin together, and returns what each returned. */
    private <T> List<T> race(Callable<T> action) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(() -> {
                start.await();
                return action.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get());
        }
        return results;
    }

    /** A thread that makes the variable, and waits in its constructor until it is told what to do. */
    private final class Maker {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch told = new CountDownLatch(1);
        private final Future<Object> result;

        Maker(Callable<Object> constructor) throws InterruptedException {
            result = threads.submit(() -> ShadowVariables.getOrAlloc(object, ID, () -> {
                try {
                    entered.countDown();
                    told.await();
                    return constructor.call();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
            entered.await();
        }

        void goOn() {
            told.countDown();
        }
    }

    private static List<Object> objects() {
        return Stream.generate(Object::new).limit(2_000).toList();
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    private static void awaitWaiting(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void getOrAlloc_manyThreadsForManyObjects_constructsEachOnce() throws Exception {
        List<Object> objects = objects();
        AtomicInteger made = new AtomicInteger();

        List<List<Object>> seen = race(() -> objects.stream()
                .map(each -> ShadowVariables.getOrAlloc(each, ID, () -> "v" + made.incrementAndGet()))
                .toList());

        assertThat(made).hasValue(objects.size());
        for (List<Object> each : seen) {
            assertThat(IntStream.range(0, each.size())
                            .allMatch(i -> each.get(i) == seen.get(0).get(i)))
                    .isTrue();
        }
    }

    @Test
    void alloc_manyThreadsForManyObjects_oneThreadGetsEach() throws Exception {
        List<Object> objects = objects();
        AtomicInteger refused = new AtomicInteger();

        List<Integer> allocated = race(() -> {
            int count = 0;
            for (Object each : objects) {
                try {
                    ShadowVariables.alloc(each, ID, Object::new);
                    count++;
                } catch (IllegalStateException e) {
                    refused.incrementAndGet();
                }
            }
            return count;
        });

        assertThat(sum(allocated)).isEqualTo(objects.size());
        assertThat(refused).hasValue(objects.size() * (THREADS - 1));
    }

    @Test
    void free_manyThreadsForManyObjects_oneThreadDestroysEach() throws Exception {
        List<Object> objects = objects();
        AtomicInteger destroyed = new AtomicInteger();
        objects.forEach(each -> ShadowVariables.alloc(each, ID, Object::new));

        List<Integer> freed = race(() -> {
            int count = 0;
            for (Object each : objects) {
                count += ShadowVariables.free(each, ID, value -> destroyed.incrementAndGet()) ? 1 : 0;
            }
            return count;
        });

        assertThat(sum(freed)).isEqualTo(objects.size());
        assertThat(destroyed).hasValue(objects.size());
    }

    @Test
    void free_racingGetOrAlloc_destroysEachValueOnce() throws Exception {
        Set<Object> made = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        AtomicInteger destroyed = new AtomicInteger();

        race(() -> {
            for (int i = 0; i < 2_000; i++) {
                Object value = ShadowVariables.getOrAlloc(object, ID, () -> {
                    Object fresh = new Object();
                    made.add(fresh);
                    return fresh;
                });
                assertThat(value).isNotNull();
                ShadowVariables.free(object, ID, each -> {
                    assertThat(made.remove(each)).as("destroyed once").isTrue();
                    destroyed.incrementAndGet();
                });
            }
            return null;
        });

        assertThat(made).isEmpty();
        assertThat(destroyed.get()).isPositive();
        assertThat(ShadowVariables.get(object, ID)).isNull();
    }

    @Test
    void otherVariables_whileAConstructorRuns_areThere() throws Exception {
        Maker maker = new Maker(() -> "slow");

        assertThat(ShadowVariables.get(object, ID)).isNull();
        assertThat(ShadowVariables.free(object, ID, null)).isFalse();
        for (int i = 0; i < 100_000; i++) {
            // whatever bin of whatever table: none of them is locked
            Object other = new Object();
            assertThat(ShadowVariables.getOrAlloc(other, ID, () -> "other")).isEqualTo("other");
        }
        maker.goOn();

        assertThat(maker.result.get()).isEqualTo("slow");
        assertThat(ShadowVariables.get(object, ID)).isEqualTo("slow");
    }

    @Test
    void getOrAlloc_whileAnotherThreadMakesIt_waitsForThatAndKeepsAnInterrupt() throws Exception {
        Maker maker = new Maker(() -> "slow");
        AtomicReference<Thread> waiter = new AtomicReference<>();
        Future<String> result = threads.submit(() -> {
            waiter.set(Thread.currentThread());
            return ShadowVariables.getOrAlloc(object, ID, () -> "fast") + " "
                    + Thread.currentThread().isInterrupted();
        });
        await().until(() -> waiter.get() != null);
        awaitWaiting(waiter.get());
        waiter.get().interrupt();
        awaitWaiting(waiter.get());
        assertThat(result).isNotDone();
        maker.goOn();

        assertThat(result.get()).isEqualTo("slow true");
    }

    @Test
    void getOrAlloc_whileAnotherThreadsConstructorFails_triesItsOwn() throws Exception {
        Maker maker = new Maker(() -> {
            throw new UnsupportedOperationException("fails");
        });
        AtomicReference<Thread> waiter = new AtomicReference<>();
        Future<Object> result = threads.submit(() -> {
            waiter.set(Thread.currentThread());
            return ShadowVariables.getOrAlloc(object, ID, () -> "second");
        });
        await().until(() -> waiter.get() != null);
        awaitWaiting(waiter.get());
        maker.goOn();

        assertThat(result.get()).isEqualTo("second");
        assertThatThrownBy(maker.result::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(UnsupportedOperationException.class);
        assertThat(ShadowVariables.get(object, ID)).isEqualTo("second");
    }

    /** Each level makes a variable of its own: wherever the stack ends, in the constructor, before it or after it, nobody is left waiting. */
    @Test
    void getOrAlloc_stackOverflowAnywhere_leavesEveryVariableToBeMade() throws Exception {
        AtomicInteger deepest = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            // each time the end comes at another place
            Thread recursive = new Thread(null, () -> recurse(deepest, 0), "recursive", 200_000 + i * 1_000);
            recursive.setUncaughtExceptionHandler((thread, e) -> assertThat(e).isInstanceOf(StackOverflowError.class));
            recursive.start();
            recursive.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(recursive.isAlive())
                    .as("waits for a variable that nobody makes")
                    .isFalse();
        }

        List<Object> made = threads.submit(() -> IntStream.rangeClosed(0, deepest.get())
                        .mapToObj(level -> ShadowVariables.getOrAlloc(object, ID + level, () -> "made"))
                        .collect(Collectors.toList()))
                .get(60, TimeUnit.SECONDS);

        assertThat(made).hasSizeGreaterThan(100).containsOnly("made");
        IntStream.rangeClosed(0, deepest.get()).forEach(level -> ShadowVariables.free(object, ID + level, null));
    }

    private Object recurse(AtomicInteger deepest, int level) {
        deepest.accumulateAndGet(level, Math::max);
        return ShadowVariables.getOrAlloc(object, ID + level, () -> recurse(deepest, level + 1));
    }
}
