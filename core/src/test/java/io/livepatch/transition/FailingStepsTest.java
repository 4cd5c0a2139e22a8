package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.Phase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a step throws, the coordinator's thread does not die of it: a transition that nobody coordinates would stay half-way,
 * and keep every later one away.
 */
@Timeout(60)
class FailingStepsTest {
    private enum Step {
        PREPARE,
        ARM,
        RUNNING,
        REVERSING,
        ARM_LATE_CLASSES,
        FORCED,
        SETTLE,
        FINISH,
        ENDED,
        SETTLE_LATE_CLASSES
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new OutOfMemoryError("thrown by a test"),
                new StackOverflowError("thrown by a test"),
                new NoClassDefFoundError("thrown by a test"),
                new IllegalStateException("thrown by a test"));
    }

    /** Weaves nothing; one step throws when it is called first. */
    private static final class Steps implements TransitionSteps {
        final CompletableFuture<TransitionOutcome> ended = new CompletableFuture<>();
        final CountDownLatch looked = new CountDownLatch(1);
        final List<String> failed = new CopyOnWriteArrayList<>();
        private final Step failing;
        private final Throwable failure;
        private boolean thrown;

        Steps(Step failing, Throwable failure) {
            this.failing = failing;
            this.failure = failure;
        }

        private void reach(Step step) {
            if (step == failing && !thrown) {
                thrown = true;
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        }

        @Override
        public void prepare() {
            reach(Step.PREPARE);
        }

        @Override
        public void finish(boolean side) {
            reach(Step.FINISH);
        }

        @Override
        public void arm(int arming) {
            reach(Step.ARM);
        }

        @Override
        public void running(boolean side) {
            reach(Step.RUNNING);
        }

        @Override
        public void reversing(boolean side) {
            reach(Step.REVERSING);
        }

        @Override
        public Predicate<StackTraceElement> armLateClasses() {
            reach(Step.ARM_LATE_CLASSES);
            return null;
        }

        @Override
        public void forced(List<Thread> threads) {
            reach(Step.FORCED);
        }

        @Override
        public void stepFailed(String step, Throwable cause) {
            failed.add(step + ": " + cause.getMessage());
        }

        @Override
        public void settle(boolean side) {
            reach(Step.SETTLE);
        }

        @Override
        public void ended(TransitionOutcome outcome) {
            reach(Step.ENDED);
            ended.complete(outcome);
        }

        @Override
        public void settleLateClasses() {
            if (thrown && failing == Step.SETTLE_LATE_CLASSES) {
                looked.countDown();
            }
            reach(Step.SETTLE_LATE_CLASSES);
        }
    }

    private final PatchGate gate = new PatchGate("io.livepatch.NoDispatcher");
    private final PatchedFrames nothing = PatchedFrames.of(Map.of());

    private TransitionCoordinator coordinator(Steps steps) {
        return new TransitionCoordinator(gate, new ThreadRoster(() -> "no classes"), nothing, steps);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void run_stepThatThrowsOnce_endsAllTheSameAndTells(Throwable thrown) throws Exception {
        for (Step step : Step.values()) {
            Steps steps = new Steps(step, thrown);
            TransitionCoordinator coordinator = coordinator(steps);
            if (step == Step.FORCED) {
                coordinator.requestForce();
            } else if (step == Step.REVERSING) {
                coordinator.requestReverse();
            }
            coordinator.start();

            TransitionOutcome outcome = steps.ended.get(30, TimeUnit.SECONDS);

            if (step == Step.PREPARE || step == Step.ARM) {
                assertThat(outcome.failure()).as("arming fails for good").isSameAs(thrown);
                assertThat(outcome.side()).isFalse();
            } else {
                assertThat(outcome.failure()).as("%s", step).isNull();
                assertThat(outcome.side()).as("%s", step).isEqualTo(step != Step.REVERSING);
                await(step + " is told")
                        .untilAsserted(() -> assertThat(steps.failed)
                                .singleElement()
                                .asString()
                                .endsWith(": thrown by a test"));
            }
            assertThat(gate.view().phase()).as("%s", step).isEqualTo(Phase.IDLE);
            assertThat(gate.view().table()).as("%s", step).isNull();
            if (step == Step.SETTLE_LATE_CLASSES) {
                assertThat(steps.looked.await(30, TimeUnit.SECONDS))
                        .as("looks again for late classes")
                        .isTrue();
            }
            coordinator.supersede();
        }
    }

    @Test
    void start_noThreadToBeHad_endsAsItBegan() throws Exception {
        Steps steps = new Steps(null, null);
        TransitionCoordinator coordinator = new TransitionCoordinator(
                gate, new ThreadRoster(() -> "no classes"), nothing, steps, body -> new Thread(body, "never started") {
                    @Override
                    public synchronized void start() {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                });

        coordinator.start();

        TransitionOutcome outcome = steps.ended.get(1, TimeUnit.SECONDS);
        assertThat(outcome.failure()).hasMessageContaining("unable to create native thread");
        assertThat(outcome.side()).isFalse();
        assertThat(gate.view().phase()).isEqualTo(Phase.IDLE);
        assertThat(coordinator.requestReverse()).as("after the end").isFalse();
    }
}
