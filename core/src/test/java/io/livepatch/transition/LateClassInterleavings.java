package io.livepatch.transition;

import static org.awaitility.Awaitility.await;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.SchedulePoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A class that is found late, while a thread is in its plain old body, with the real coordinator. Each returns what was broken:
 * I4, the transition ended before the thread had left that body.
 */
final class LateClassInterleavings implements TransitionSteps {
    private final Pause inOldBody = new Pause();
    private final Thread caller = new Thread(this::oldBody, "caller of the old body");
    private final AtomicReference<Predicate<StackTraceElement>> oldBodies =
            new AtomicReference<>(frame -> frame.getMethodName().equals("oldBody"));
    private final CompletableFuture<TransitionOutcome> ended = new CompletableFuture<>();
    private final AtomicReference<Thread> coordinatorThread = new AtomicReference<>();
    private final TransitionCoordinator coordinator = new TransitionCoordinator(
            new PatchGate(PatchedThread.DISPATCHER),
            new ThreadRoster(() -> "no classes"),
            PatchedFrames.of(Map.of()),
            this,
            body -> {
                coordinatorThread.set(new Thread(body, "coordinator of a test"));
                return coordinatorThread.get();
            });

    private void oldBody() {
        inOldBody.run();
    }

    String inTheOldBody() {
        start();
        return holdsAndThenEnds(1);
    }

    String noMemoryForTheList() {
        Schedule.once(coordinatorThread.get(), SchedulePoint.LATE_CLASS_ARMED, () -> {
            throw new OutOfMemoryError("thrown by a test");
        });
        start();
        return holdsAndThenEnds(1);
    }

    String turnedRound() {
        start();
        awaitHeldOrEnded(1);
        coordinator.requestReverse();
        return holdsAndThenEnds(2);
    }

    private void start() {
        caller.setDaemon(true);
        caller.start();
        inOldBody.awaitReached();
        coordinator.start();
    }

    private String holdsAndThenEnds(int generation) {
        awaitHeldOrEnded(generation);
        boolean early = ended.isDone();
        inOldBody.release();
        ended.orTimeout(30, TimeUnit.SECONDS).join();
        coordinator.supersede();
        return early ? "I4: ended while a thread was in the old body" : "";
    }

    private void awaitHeldOrEnded(int generation) {
        await("the transition is held, or ends").atMost(30, TimeUnit.SECONDS).until(() -> {
            TransitionProgress progress = coordinator.progress();
            boolean held = progress.generation() == generation
                    && progress.blocked().stream().anyMatch(blocked -> blocked.thread() == caller);
            return held || ended.isDone();
        });
    }

    @Override
    public void prepare() {}

    @Override
    public void finish(boolean side) {}

    @Override
    public void arm(int arming) {}

    @Override
    public void running(boolean side) {}

    @Override
    public void reversing(boolean side) {}

    @Override
    public Predicate<StackTraceElement> armLateClasses() {
        return oldBodies.getAndSet(null);
    }

    @Override
    public void forced(List<Thread> threads) {}

    @Override
    public void stepFailed(String step, Throwable cause) {}

    @Override
    public void settle(boolean side) {}

    @Override
    public void ended(TransitionOutcome outcome) {
        ended.complete(outcome);
    }

    @Override
    public void settleLateClasses() {}
}
