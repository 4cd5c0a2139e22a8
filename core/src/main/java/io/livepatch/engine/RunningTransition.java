package io.livepatch.engine;

import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.engine.History.Event;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import io.livepatch.transition.ArmingException;
import io.livepatch.transition.ThreadRoster;
import io.livepatch.transition.TransitionCoordinator;
import io.livepatch.transition.TransitionOutcome;
import io.livepatch.transition.TransitionSteps;
import io.livepatch.transition.VetoException;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeavingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One transition of this JVM, from one stack of patches to another, and what it weaves at each step. */
final class RunningTransition implements TransitionSteps {
    private final long serial;
    private final LoadedPatch patch;
    private final Direction startDirection;
    private final List<Layer> before;
    private final List<Layer> after;
    private final TransitionWeaving weaving;
    private final PatchRegistry registry;
    private final TransitionJournal journal;
    private final TransitionCallbacks callbacks;
    private final TransitionCoordinator coordinator;
    private final CompletableFuture<Optional<Reply.Refused>> started = new CompletableFuture<>();
    private final CompletableFuture<Reply> ended = new CompletableFuture<>();
    private volatile Direction direction;

    RunningTransition(
            long serial,
            LoadedPatch patch,
            Direction direction,
            List<Layer> before,
            List<Layer> after,
            JdkParts jdk,
            PreparedWeaves prepared,
            Collection<Class<?>> places,
            TransitionCallbacks.Callers callers,
            PatchingTools tools,
            ThreadRoster roster,
            PatchRegistry registry,
            History history) {
        this.serial = serial;
        this.patch = patch;
        this.startDirection = direction;
        this.direction = direction;
        this.before = before;
        this.after = after;
        this.registry = registry;
        journal = new TransitionJournal(patch.name(), history, this::elapsedMs);
        callbacks = new TransitionCallbacks(patch, direction, before, places, callers, journal);
        PatchedFrames frames = PatchedFrames.of(jdk.and(PlanBuilder.holding(before, after)));
        weaving = new TransitionWeaving(before, after, jdk, frames, tools.sweep(), prepared, journal);
        coordinator = new TransitionCoordinator(tools.gate(), roster, frames, this);
    }

    long serial() {
        return serial;
    }

    LoadedPatch patch() {
        return patch;
    }

    /** Where it moves to now. */
    Direction direction() {
        return direction;
    }

    TransitionCoordinator coordinator() {
        return coordinator;
    }

    /** Completes when threads have records, or with a refusal if it does not come to that. */
    CompletableFuture<Optional<Reply.Refused>> started() {
        return started;
    }

    /** Completes when it is over and settled, with how it ended, or the same refusal. */
    CompletableFuture<Reply> ended() {
        return ended;
    }

    /** Every layer that some thread may run, in stack order. */
    List<Layer> allLayers() {
        Set<Layer> all = new LinkedHashSet<>(before);
        all.addAll(after);
        return List.copyOf(all);
    }

    /** The layers that come or go, with what they are in the middle of. */
    Map<Layer, PatchState> layersOnTheMove() {
        boolean forwards = direction == startDirection;
        Map<Layer, PatchState> moving = new LinkedHashMap<>();
        for (Layer each : allLayers()) {
            if (before.contains(each) != after.contains(each)) {
                boolean coming = after.contains(each) == forwards;
                moving.put(each, coming ? PatchState.ENABLING : PatchState.DISABLING);
            }
        }
        return moving;
    }

    /** The patches whose place another one takes. */
    private List<LoadedPatch> replaced() {
        return before.stream()
                .filter(each -> !after.contains(each) && each.patch() != patch)
                .map(Layer::patch)
                .toList();
    }

    /** Whether it took the place of the patches that it replaces. */
    private boolean tookPlace(Direction reached) {
        return reached == Direction.PATCH && startDirection == Direction.PATCH;
    }

    /** The direction that a side of the stubs stands for. */
    Direction directionOf(boolean side) {
        return side ? startDirection : startDirection.opposite();
    }

    /** Under the registry's lock. Returns false if the end has begun. */
    boolean reverse() {
        if (!coordinator.requestReverse()) {
            return false;
        }
        direction = direction.opposite();
        return true;
    }

    long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(coordinator.elapsedNanos());
    }

    @Override
    public void prepare() throws ArmingException {
        journal.phase(Event.INITIALIZING, startDirection);
        try {
            callbacks.before();
        } catch (VetoException e) {
            journal.phase(Event.CANCELING, startDirection);
            throw e;
        }
    }

    @Override
    public void arm(int arming) throws ArmingException {
        try {
            weaving.arm(arming);
        } catch (WeavingException | RuntimeException | Error e) {
            String reason = e instanceof WeavingException ? e.getMessage() : e.toString();
            try {
                journal.phase(Event.CANCELING, startDirection);
            } finally {
                weaving.settle(false, arming);
            }
            throw new ArmingException(reason, e);
        }
    }

    @Override
    public void running(boolean side) {
        journal.phase(Event.STARTING, directionOf(side));
        started.complete(Optional.empty());
    }

    @Override
    public void reversing(boolean side) {
        journal.reversing(directionOf(side));
    }

    @Override
    public void stepFailed(String step, Throwable cause) {
        journal.note(Event.STEP_FAILED, step + ": " + cause);
    }

    @Override
    public Predicate<StackTraceElement> armLateClasses() {
        return weaving.armLateClasses();
    }

    @Override
    public void forced(List<Thread> threads) {
        if (!threads.isEmpty()) {
            layersOnTheMove().keySet().forEach(each -> each.patch().markForced());
            journal.forced(threads);
        }
    }

    @Override
    public void settle(boolean side) {
        try {
            journal.phase(Event.COMPLETING, directionOf(side));
        } finally {
            weaving.forgetEnums();
            weaving.settle(side, 0);
        }
    }

    @Override
    public void finish(boolean side) {
        Direction reached = directionOf(side);
        callbacks.settled(reached);
        if (tookPlace(reached)) {
            callbacks.replaced(replaced());
        }
    }

    @Override
    public void ended(TransitionOutcome outcome) {
        if (outcome.failure() != null) {
            callbacks.notStarted();
        }
        weaving.dropPrepared();
        Direction reached = directionOf(outcome.side());
        registry.ended(this, outcome.side() ? after : before, outcome.failure() == null);
        if (outcome.failure() == null) {
            journal.ended(outcome, startDirection, reached, replaced());
            ended.complete(end(outcome, reached));
        } else {
            String reason = reason(outcome.failure());
            journal.failed(outcome, reason);
            Reply.Refused refused = refusal(reason, outcome.failure() instanceof VetoException);
            started.complete(Optional.of(refused));
            ended.complete(refused);
        }
    }

    private Reply.Ended end(TransitionOutcome outcome, Direction reached) {
        return new Reply.Ended(
                serial,
                patch.name(),
                reached,
                reached == Direction.PATCH ? PatchState.ENABLED : PatchState.DISABLED,
                reached != startDirection,
                TimeUnit.NANOSECONDS.toMillis(outcome.elapsedNanos()),
                outcome.threads(),
                patch.descriptor().code().probe().isPresent(),
                tookPlace(reached) ? replaced().stream().map(LoadedPatch::name).toList() : List.of(),
                callbacks.warnings());
    }

    /** In words, without what caused it: a stack trace holds on to the classes, and so the loaders, that it passed through. */
    private Reply.Refused refusal(String reason, boolean vetoed) {
        List<String> left = callbacks.warnings();
        return new Reply.Refused(
                vetoed ? ErrorKind.VETOED : ErrorKind.INVALID_CODE,
                reason + "; every class is as it was" + (left.isEmpty() ? "" : ", but " + String.join(", ", left)));
    }

    @Override
    public void settleLateClasses() {
        weaving.catchUp();
    }

    /** Why it did not start, in words. */
    private static String reason(Throwable failure) {
        return failure instanceof ArmingException ? failure.getMessage() : failure.toString();
    }
}
