package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.Phase;
import io.livepatch.gate.View;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol with real threads and without bytecode: methods of this class ask the gate as woven ones would. */
@Timeout(60)
class TransitionCoordinatorTest {
    private static final PatchedFrames PATCHED = PatchedFrames.of(Map.of(
            Woven.class.getName(),
            List.of(MethodId.parse("outer(Ljava/lang/Runnable;)V"), MethodId.parse("inner()I"))));

    private final PatchGate gate = new PatchGate(Dispatching.class.getName());
    private final ThreadRoster roster = new ThreadRoster(() -> "no classes");
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> started = new ArrayList<>();
    private final AtomicIntegerArray fromVersion = new AtomicIntegerArray(1_000);
    private final AtomicIntegerArray toVersion = new AtomicIntegerArray(1_000);

    /** Plays the class that woven code calls. */
    static final class Dispatching {
        static boolean enter(PatchGate gate, int site) {
            return gate.test(site);
        }
    }

    /** Plays two patched methods, one calling the other, that return the version they are of. */
    private final class Woven {
        private final AtomicInteger mixed = new AtomicInteger();
        private final LongAdder units = new LongAdder();

        // each asks the gate itself, as a stub does: the frame below the dispatcher is the method being entered
        void outer(Runnable inBetween) {
            int arming = gate.view().arming();
            int version = version(arming, Dispatching.enter(gate, PatchGate.site(arming, false)));
            inBetween.run();
            boolean consistent = inner() == version;
            inBetween.run();
            if (!consistent || inner() != version) {
                mixed.incrementAndGet();
            }
            units.increment();
        }

        int inner() {
            int arming = gate.view().arming();
            return version(arming, Dispatching.enter(gate, PatchGate.site(arming, false)));
        }

        /** The two bodies of a stub are those of its arming. */
        private int version(int arming, boolean side) {
            return side ? toVersion.get(arming) : fromVersion.get(arming);
        }
    }

    /** Weaves nothing. */
    private static class Steps implements TransitionSteps {
        final CompletableFuture<TransitionOutcome> ended = new CompletableFuture<>();
        final CountDownLatch running = new CountDownLatch(1);
        final List<Thread> forced = new CopyOnWriteArrayList<>();
        final List<String> failed = new CopyOnWriteArrayList<>();

        @Override
        public void prepare() throws ArmingException {}

        @Override
        public void finish(boolean side) {}

        @Override
        public void arm(int arming) throws ArmingException {}

        @Override
        public void running(boolean side) {
            running.countDown();
        }

        @Override
        public Predicate<StackTraceElement> armLateClasses() {
            return null;
        }

        @Override
        public void forced(List<Thread> threads) {
            forced.addAll(threads);
        }

        @Override
        public void reversing(boolean side) {}

        @Override
        public void stepFailed(String step, Throwable cause) {
            failed.add(step);
        }

        @Override
        public void settle(boolean side) {}

        @Override
        public void ended(TransitionOutcome outcome) {
            ended.complete(outcome);
        }

        @Override
        public void settleLateClasses() {}
    }

    @AfterEach
    void stopThreads() throws InterruptedException {
        release.countDown();
        for (Thread thread : started) {
            thread.join();
        }
    }

    private Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        started.add(thread);
        thread.start();
        return thread;
    }

    /** From whatever version the last transition left to a new one. */
    private TransitionCoordinator transition(Steps steps) {
        return transition(steps, body -> {
            Thread thread = new Thread(body, "coordinator");
            thread.setDaemon(true);
            return thread;
        });
    }

    private TransitionCoordinator transition(Steps steps, ThreadFactory threads) {
        View last = gate.view();
        int present = (last.target() ? toVersion : fromVersion).get(last.arming());
        fromVersion.set(last.arming() + 1, present);
        toVersion.set(last.arming() + 1, last.arming() + 1);
        TransitionCoordinator coordinator = new TransitionCoordinator(gate, roster, PATCHED, steps, threads);
        coordinator.start();
        return coordinator;
    }

    private void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Thread sleeperIn(Woven woven) {
        CountDownLatch entered = new CountDownLatch(1);
        Thread thread = start(
                "sleeper",
                () -> woven.outer(() -> {
                    entered.countDown();
                    awaitQuietly(release);
                }));
        awaitQuietly(entered);
        return thread;
    }

    @Test
    void run_nobodyInAPatchedMethod_completesOnTheTargetSide() throws Exception {
        Steps steps = new Steps();
        transition(steps);

        TransitionOutcome outcome = steps.ended.get(20, TimeUnit.SECONDS);

        assertThat(outcome.side()).isTrue();
        assertThat(outcome.failure()).isNull();
        assertThat(gate.view().phase()).isEqualTo(Phase.IDLE);
        assertThat(gate.view().table()).isNull();
    }

    @Test
    void run_armingFails_endsAsItBegan() throws Exception {
        Steps steps = new Steps() {
            @Override
            public void arm(int arming) throws ArmingException {
                throw new ArmingException("no", null);
            }
        };
        transition(steps);

        TransitionOutcome outcome = steps.ended.get(20, TimeUnit.SECONDS);

        assertThat(outcome.failure()).hasMessage("no");
        assertThat(outcome.side()).isFalse();
        assertThat(gate.view().phase()).isEqualTo(Phase.IDLE);
        assertThat(gate.test(PatchGate.site(1, false))).isFalse();
    }

    @Test
    void run_theLastStepFails_isDoneAgainBeforeTheEnd() throws Exception {
        AtomicInteger finished = new AtomicInteger();
        Steps steps = new Steps() {
            @Override
            public void finish(boolean side) {
                if (finished.incrementAndGet() == 1) {
                    throw new IllegalStateException("no thread could be started");
                }
            }
        };
        transition(steps);

        assertThat(steps.ended.get(20, TimeUnit.SECONDS).failure()).isNull();
        assertThat(finished).hasValue(2);
        assertThat(steps.failed).containsExactly("the callbacks after the transition");
    }

    /** Some application interrupts every thread it can find. */
    @Test
    void run_interrupted_goesOnWithPauses() {
        sleeperIn(new Woven());
        AtomicReference<Thread> thread = new AtomicReference<>();
        TransitionCoordinator coordinator = transition(new Steps(), body -> {
            thread.set(new Thread(body, "coordinator"));
            return thread.get();
        });
        await("the sleeper blocks").until(() -> coordinator.progress().blocked().size() == 1);

        thread.get().interrupt();

        await("it pauses again")
                .until(() -> !thread.get().isInterrupted() && thread.get().getState() == Thread.State.TIMED_WAITING);
        release.countDown();
    }

    @Test
    void progress_threadInAPatchedMethod_isNamedWithItsOutermostFrame() {
        Thread sleeper = sleeperIn(new Woven());
        TransitionCoordinator coordinator = transition(new Steps());

        await("the sleeper is the one that blocks")
                .until(() -> coordinator.progress().blocked().size() == 1);

        BlockedThread blocked = coordinator.progress().blocked().get(0);
        assertThat(blocked.thread()).isSameAs(sleeper);
        assertThat(blocked.verdict())
                .isInstanceOfSatisfying(
                        StackVerdict.Blocked.class,
                        verdict -> assertThat(verdict.frame().getMethodName()).isEqualTo("outer"));
        release.countDown();
    }

    @Test
    void progress_aBlockerSeenAgain_isHeldSinceTheFirstLookOfItsGeneration() {
        AtomicInteger looks = new AtomicInteger();
        sleeperIn(new Woven());
        TransitionCoordinator coordinator = transition(new Steps() {
            @Override
            public Predicate<StackTraceElement> armLateClasses() {
                looks.incrementAndGet();
                return null;
            }
        });
        long first = awaitBlocked(coordinator, 1).sinceNanos();
        int before = looks.get();

        await("another look and its report").until(() -> looks.get() >= before + 2);
        assertThat(awaitBlocked(coordinator, 1).sinceNanos()).isEqualTo(first);
        release.countDown();
    }

    private static BlockedThread awaitBlocked(TransitionCoordinator coordinator, int count) {
        return await("threads that block")
                .until(() -> coordinator.progress().blocked(), blocked -> blocked.size() == count)
                .get(0);
    }

    @Test
    void requestReverse_whileTheBlockerSleeps_endsOnTheFromSide() throws Exception {
        sleeperIn(new Woven());
        Steps steps = new Steps();
        TransitionCoordinator coordinator = transition(steps);
        awaitQuietly(steps.running);

        assertThat(coordinator.requestReverse()).isTrue();

        TransitionOutcome outcome = steps.ended.get(20, TimeUnit.SECONDS);
        assertThat(outcome.side()).isFalse();
        assertThat(outcome.reversals()).isEqualTo(1);
        assertThat(release.getCount()).as("the blocker still sleeps").isEqualTo(1);
        assertThat(coordinator.requestReverse()).as("after the end").isFalse();
    }

    @Test
    void requestForce_whileAThreadSleepsInAPatchedMethod_movesItAndNamesIt() throws Exception {
        Thread sleeper = sleeperIn(new Woven());
        Steps steps = new Steps();
        TransitionCoordinator coordinator = transition(steps);
        await("the sleeper blocks").until(() -> coordinator.progress().blocked().size() == 1);

        assertThat(coordinator.requestForce()).isTrue();

        assertThat(steps.ended.get(20, TimeUnit.SECONDS).side()).isTrue();
        assertThat(steps.forced).containsExactly(sleeper);
        assertThat(coordinator.requestForce()).as("after the end").isFalse();
    }

    @Test
    void run_busyThreadsAndRandomReversals_neverMixSides() throws Exception {
        Woven woven = new Woven();
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 4; i++) {
            start("busy-" + i, () -> {
                while (release.getCount() > 0) {
                    woven.outer(Thread::yield);
                }
            });
        }
        for (int round = 0; round < 150; round++) {
            Steps steps = new Steps();
            TransitionCoordinator coordinator = transition(steps);
            awaitQuietly(steps.running);
            for (int turn = random.nextInt(3); turn > 0; turn--) {
                coordinator.requestReverse();
            }
            steps.ended.get(20, TimeUnit.SECONDS);
            coordinator.supersede();
        }
        release.countDown();

        assertThat(woven.mixed).hasValue(0);
        assertThat(woven.units.sum()).isGreaterThan(1_000);
    }
}
