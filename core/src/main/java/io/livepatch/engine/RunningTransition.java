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
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeaveOutcome;
import io.livepatch.weave.WeavingException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transition of this JVM, from one stack of patches to another, and what it weaves at each step. */
final class RunningTransition implements TransitionSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RunningTransition.class);

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
    private final History history;
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
        this.history = history;
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

    /** The layers whose place another one takes. */
    private List<Layer> replaced() {
        return before.stream()
                .filter(each -> !after.contains(each) && each.patch() != patch)
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
    public void arm(int arming) throws ArmingException {
        phase(Event.INITIALIZING, startDirection);
        try {
            install(arming, armedPlans);
        } catch (WeavingException | RuntimeException | Error e) {
            String reason = e instanceof WeavingException ? e.getMessage() : e.toString();
            try {
                phase(Event.CANCELING, startDirection);
            } finally {
                settleOn(false, arming);
            }
            throw new ArmingException(reason, e);
        }
    }

    @Override
    public void running(boolean side) {
        phase(Event.STARTING, directionOf(side));
        started.complete(null);
    }

    @Override
    public void reversing(boolean side) {
        String turn = "from " + ing(directionOf(!side)) + " to " + ing(directionOf(side));
        history.add(Event.REVERSING, patch.name(), elapsedMs(), 0, turn);
    }

    @Override
    public void stepFailed(String step, Throwable cause) {
        history.add(Event.STEP_FAILED, patch.name(), elapsedMs(), 0, step + ": " + cause);
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
            String names = threads.stream().map(Thread::getName).collect(Collectors.joining(", "));
            history.add(Event.FORCED, patch.name(), elapsedMs(), threads.size(), names);
            LOG.warn("patch {}: forced while in patched methods: {}", patch.name(), names);
        }
    }

    @Override
    public void settle(boolean side) {
        try {
            phase(Event.COMPLETING, directionOf(side));
        } finally {
            forgetEnums();
            settleOn(side, 0);
        }
    }

    @Override
    public void ended(TransitionOutcome outcome) {
        prepared = PreparedWeaves.NONE;
        Direction reached = directionOf(outcome.side());
        long elapsedMs = TimeUnit.NANOSECONDS.toMillis(outcome.elapsedNanos());
        registry.ended(this, outcome.side() ? after : before, outcome.failure() == null);
        if (outcome.failure() == null) {
            Event event = reached == Direction.PATCH ? Event.ENABLED : Event.DISABLED;
            boolean reversed = reached != startDirection;
            history.add(reversed ? Event.REVERSED : event, patch.name(), elapsedMs, outcome.threads(), "");
            if (reached == Direction.PATCH && !reversed) {
                replaced()
                        .forEach(each -> history.add(
                                Event.REPLACED,
                                each.patch().name(),
                                elapsedMs,
                                outcome.threads(),
                                "by patch " + patch.name()));
            }
        } else {
            history.add(Event.FAILED, patch.name(), elapsedMs, outcome.threads(), reason(outcome.failure()));
            // without what caused it: a stack trace holds on to the classes, and so the loaders, that it passed through
            started.completeExceptionally(new ArmingException(reason(outcome.failure()), null));
        }
        ended.complete(new Reply.Ended(
                serial,
                patch.name(),
                reached,
                reached == Direction.PATCH ? PatchState.ENABLED : PatchState.DISABLED,
                reached != startDirection,
                elapsedMs,
                outcome.threads(),
                patch.descriptor().code().probe().isPresent()));
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
                    .forEach(each -> note(each.type().getName(), each.type().getClassLoader(), each.outcome()));
        } catch (WeavingException e) {
            LOG.warn("patch {}: classes loaded late could not be patched: {}", patch.name(), e.getMessage());
            history.add(Event.LATE_CLASS, patch.name(), elapsedMs(), 0, "could not be patched: " + e.getMessage());
        }
    }

    /** A phase of the transition, with the direction in which it goes then. */
    private void phase(Event event, Direction going) {
        history.add(event, patch.name(), elapsedMs(), 0, ing(going));
    }

    private static String ing(Direction direction) {
        return direction == Direction.PATCH ? "patching" : "unpatching";
    }

    private void note(String className, ClassLoader loader, WeaveOutcome outcome) {
        String text = "class " + className + " in loader " + LoaderSet.describe(loader)
                + " was found after it could be used: " + outcome;
        history.add(Event.LATE_CLASS, patch.name(), elapsedMs(), 0, text);
    }

    private void install(int arming, List<ClassPlan> plans) throws WeavingException {
        for (Swept each : sweep.install(arming, plans, prepared)) {
            if (each.outcome() instanceof WeaveOutcome.Altered altered) {
                String text = "another agent changes methods of class "
                        + each.type().getName() + " after livepatch: " + altered.methods();
                history.add(Event.ALTERED, patch.name(), elapsedMs(), 0, text);
            }
        }
    }

    private void forgetEnums() {
        try {
            jdk.enums().forget();
        } catch (WeavingException | RuntimeException e) {
            LOG.warn(
                    "patch {}: the JDK goes on with the enum constants that it knows: {}",
                    patch.name(),
                    e.getMessage());
            history.add(Event.NOT_SETTLED, patch.name(), elapsedMs(), 0, e.getMessage());
        }
    }

    /** If this fails the stubs stay, and answer with the side that the gate has settled on: slower, but right. */
    private void settleOn(boolean side, int arming) {
        try {
            install(arming, jdk.settled(side, PlanBuilder.settled(side ? after : before)));
        } catch (WeavingException | RuntimeException | Error e) {
            LOG.warn("patch {}: the stubs could not be taken out and stay: {}", patch.name(), e.getMessage());
            history.add(Event.NOT_SETTLED, patch.name(), elapsedMs(), 0, e.getMessage());
        }
    }
}
