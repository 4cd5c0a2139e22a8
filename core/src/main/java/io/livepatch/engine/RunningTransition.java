package io.livepatch.engine;

import io.livepatch.control.Reply;
import io.livepatch.engine.ClassSweep.Swept;
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
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeaveOutcome;
import io.livepatch.weave.WeavingException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One transition of this JVM, from one stack of patches to another, and what it weaves at each step. */
final class RunningTransition implements TransitionSteps {
    private final long serial;
    private final LoadedPatch patch;
    private final Direction startDirection;
    private final List<Layer> before;
    private final List<Layer> after;
    private final List<ClassPlan> armedPlans;
    private final Set<String> classNames;
    private final JdkParts jdk;
    private final PatchedFrames frames;
    private final ClassSweep sweep;
    private final PatchRegistry registry;
    private final TransitionJournal journal;
    private final TransitionCallbacks callbacks;
    private final TransitionCoordinator coordinator;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Reply.Ended> ended = new CompletableFuture<>();
    /** Classes found late whose old bodies the coordinator does not watch yet, should telling it fail. Its thread's to touch. */
    private final Set<String> unwatched = new HashSet<>();
    /** Dropped at the end, since it holds many class files. The coordinator's thread's to touch. */
    private PreparedWeaves prepared;

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
        this.prepared = prepared;
        this.sweep = tools.sweep();
        this.registry = registry;
        journal = new TransitionJournal(patch.name(), history, this::elapsedMs);
        callbacks = new TransitionCallbacks(patch, direction, before, places, callers, journal);
        this.jdk = jdk;
        armedPlans = jdk.and(PlanBuilder.transition(before, after));
        classNames = armedPlans.stream().map(ClassPlan::name).collect(Collectors.toUnmodifiableSet());
        frames = PatchedFrames.of(jdk.and(PlanBuilder.holding(before, after)));
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

    /** Completes when threads have records; exceptionally if stubs could not be woven, nothing having changed then. */
    CompletableFuture<Void> started() {
        return started;
    }

    /** Completes when it is over and settled. */
    CompletableFuture<Reply.Ended> ended() {
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
            install(arming, armedPlans);
        } catch (WeavingException | RuntimeException | Error e) {
            String reason = e instanceof WeavingException ? e.getMessage() : e.toString();
            try {
                journal.phase(Event.CANCELING, startDirection);
            } finally {
                settleOn(false, arming);
            }
            throw new ArmingException(reason, e);
        }
    }

    @Override
    public void running(boolean side) {
        journal.phase(Event.STARTING, directionOf(side));
        started.complete(null);
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
        catchUp();
        if (unwatched.isEmpty()) {
            return null;
        }
        Set<String> late = Set.copyOf(unwatched);
        // A frame that has run on since before the class was armed is obsolete, and obsolete frames have lost their
        // line.
        Predicate<StackTraceElement> oldBodies = frame -> late.contains(frame.getClassName())
                && frame.getLineNumber() < 0
                && frames.mayContain(frame.getClassName(), frame.getMethodName());
        unwatched.clear();
        return oldBodies;
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
            forgetEnums();
            settleOn(side, 0);
        }
    }

    @Override
    public void finish(boolean side) {
        Direction reached = directionOf(side);
        callbacks.settled(reached);
        if (reached == Direction.PATCH && startDirection == Direction.PATCH) {
            callbacks.replaced(replaced());
        }
    }

    @Override
    public void ended(TransitionOutcome outcome) {
        if (outcome.failure() != null) {
            callbacks.notStarted();
        }
        prepared = PreparedWeaves.NONE;
        Direction reached = directionOf(outcome.side());
        registry.ended(this, outcome.side() ? after : before, outcome.failure() == null);
        if (outcome.failure() == null) {
            journal.ended(outcome, startDirection, reached, replaced());
        } else {
            journal.failed(outcome, reason(outcome.failure()));
            // without what caused it: a stack trace holds on to the classes, and so the loaders, that it passed through
            String reason = reason(outcome.failure());
            started.completeExceptionally(
                    outcome.failure() instanceof VetoException
                            ? new VetoException(reason)
                            : new ArmingException(reason, null));
        }
        ended.complete(new Reply.Ended(
                serial,
                patch.name(),
                reached,
                reached == Direction.PATCH ? PatchState.ENABLED : PatchState.DISABLED,
                reached != startDirection,
                TimeUnit.NANOSECONDS.toMillis(outcome.elapsedNanos()),
                outcome.threads(),
                patch.descriptor().code().probe().isPresent(),
                callbacks.warnings()));
    }

    @Override
    public void settleLateClasses() {
        catchUp();
    }

    /** Why it did not start, in words. */
    static String reason(Throwable failure) {
        return failure instanceof ArmingException ? failure.getMessage() : failure.toString();
    }

    private void catchUp() {
        try {
            List<Swept> late = sweep.catchUp(classNames);
            // First what the transition must wait for, then what is only told: a later look does not find them again.
            late.stream()
                    .filter(each -> each.outcome().isInForce())
                    .forEach(each -> unwatched.add(each.type().getName()));
            // One that the present plan leaves as it came has run the right body, or a stub, which answers rightly.
            late.stream()
                    .filter(each -> !(each.outcome() instanceof WeaveOutcome.Untouched))
                    .forEach(journal::late);
        } catch (WeavingException e) {
            journal.lateFailed(e);
        }
    }

    private void install(int arming, List<ClassPlan> plans) throws WeavingException {
        for (Swept each : sweep.install(arming, plans, prepared)) {
            if (each.outcome() instanceof WeaveOutcome.Altered altered) {
                journal.note(
                        Event.ALTERED,
                        "another agent changes methods of class " + each.type().getName() + " after livepatch: "
                                + altered.methods());
            }
        }
    }

    private void forgetEnums() {
        try {
            jdk.enums().forget();
        } catch (WeavingException | RuntimeException e) {
            journal.notSettled("the JDK goes on with the enum constants that it knows", e);
        }
    }

    /** If this fails the stubs stay, and answer with the side that the gate has settled on: slower, but right. */
    private void settleOn(boolean side, int arming) {
        try {
            install(arming, jdk.settled(side, PlanBuilder.settled(side ? after : before)));
        } catch (WeavingException | RuntimeException | Error e) {
            journal.notSettled("the stubs could not be taken out and stay", e);
        }
    }
}
