package io.livepatch.engine;

import io.livepatch.control.StatusView;
import io.livepatch.control.ThreadsView;
import io.livepatch.control.ThreadsView.ThreadView;
import io.livepatch.control.TransitionView;
import io.livepatch.control.TransitionView.Blocker;
import io.livepatch.control.TransitionView.Reason;
import io.livepatch.control.TransitionView.ThreadCount;
import io.livepatch.engine.History.Event;
import io.livepatch.gate.Phase;
import io.livepatch.gate.ThreadRecord;
import io.livepatch.gate.View;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import io.livepatch.model.PatchedClass;
import io.livepatch.transition.BlockedThread;
import io.livepatch.transition.StackVerdict;
import io.livepatch.transition.ThreadRoster;
import io.livepatch.transition.TransitionProgress;
import io.livepatch.weave.LoadEvent;
import io.livepatch.weave.WeaveOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the operator sees. Reads only; nothing in the JVM changes by being looked at. */
final class StatusReporter {
    private final PatchRegistry registry;
    private final History history;
    private final ThreadRoster roster;

    StatusReporter(PatchRegistry registry, History history, ThreadRoster roster) {
        this.registry = registry;
        this.history = history;
        this.roster = roster;
    }

    StatusView status(Optional<PatchingTools> tools) {
        tools.ifPresent(each -> each.sweep().takeMisfits().forEach(this::note));
        List<LoadedPatch> loaded = registry.patches();
        // looking through all classes of the JVM is what a status costs, so it is done once for all patches
        Map<Class<?>, WeaveOutcome> outcomes = loaded.isEmpty()
                ? Map.of()
                : tools.orElseThrow()
                        .sweep()
                        .outcomes(loaded.stream()
                                .flatMap(each -> each.descriptor().classes().stream())
                                .map(PatchedClass::name)
                                .collect(Collectors.toSet()));
        List<StatusView.Patch> patches =
                loaded.stream().map(patch -> patch(patch, outcomes)).toList();
        return new StatusView(
                JvmFacts.ofThisJvm(), registry.running().map(this::transition), patches, history.entries());
    }

    /** Class loading must not wait for anybody to write history, so it is written when somebody looks. */
    private void note(LoadEvent misfit) {
        String why = misfit.outcome() instanceof WeaveOutcome.OtherVersion other
                ? "is another version (" + other.methods() + ")"
                : "could not be woven (" + misfit.outcome() + ")";
        String loader = misfit.boot() ? "boot" : describe(misfit.loader().get());
        history.add(Event.NOT_PATCHED, "", 0, 0, "class " + misfit.className() + " loaded by " + loader + " " + why);
    }

    private static String describe(ClassLoader loader) {
        return loader == null ? "a loader that is gone" : LoaderSet.describe(loader);
    }

    TransitionView transition(RunningTransition running) {
        TransitionProgress progress = running.coordinator().progress();
        return new TransitionView(
                running.serial(),
                running.patch().name(),
                running.direction(),
                progress.generation(),
                running.elapsedMs(),
                new ThreadCount(Math.max(roster.count(), progress.pending()), progress.pending()),
                progress.blocked().stream().map(this::blocker).toList());
    }

    ThreadsView threads(Optional<PatchingTools> tools) {
        View view = tools.map(each -> each.gate().view()).orElse(null);
        Optional<RunningTransition> running = registry.running();
        List<ThreadView> threads = new ArrayList<>();
        for (Thread thread : roster.live()) {
            ThreadRecord record =
                    view == null || view.table() == null ? null : view.table().find(thread);
            boolean pending = record != null && record.isUnmoved();
            int state = -1;
            if (running.isPresent() && view != null && view.phase() != Phase.IDLE) {
                Direction target = running.get().directionOf(view.target());
                state = pending ? target.opposite().targetState() : target.targetState();
            }
            threads.add(new ThreadView(
                    roster.id(thread), thread.getName(), ThreadRoster.isVirtual(thread), state, pending));
        }
        return new ThreadsView(threads);
    }

    private Blocker blocker(BlockedThread blocked) {
        Thread thread = blocked.thread();
        Reason reason = Reason.UNRELIABLE;
        String frame = "";
        String detail = "";
        if (blocked.verdict() instanceof StackVerdict.Blocked held) {
            reason = Reason.BLOCKED;
            frame = describe(held.frame());
        } else if (blocked.verdict() instanceof StackVerdict.Unreliable unreliable) {
            detail = unreliable.cause();
        }
        long ageMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - blocked.sinceNanos());
        return new Blocker(
                roster.id(thread), thread.getName(), ThreadRoster.isVirtual(thread), reason, frame, detail, ageMs);
    }

    /** {@code Class.method(File:line)}, without the loader and module that {@code toString} puts before it. */
    private static String describe(StackTraceElement frame) {
        String place = frame.getFileName() == null ? "Unknown Source" : frame.getFileName();
        String line = frame.getFileName() != null && frame.getLineNumber() >= 0 ? ":" + frame.getLineNumber() : "";
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + line + ")";
    }

    private StatusView.Patch patch(LoadedPatch patch, Map<Class<?>, WeaveOutcome> outcomes) {
        List<Layer> enabled = registry.enabled();
        Optional<Layer> layer =
                enabled.stream().filter(each -> each.patch() == patch).findFirst();
        PatchState state = patch.state();
        return new StatusView.Patch(
                patch.name(),
                patch.descriptor().version(),
                state,
                state == PatchState.ENABLED || state == PatchState.ENABLING,
                patch.descriptor().set().replaces(),
                patch.descriptor().set().name(),
                patch.isForced(),
                layer.map(each -> enabled.indexOf(each) + 1).orElse(0),
                patch.descriptor().classes().stream()
                        .flatMap(each -> views(each, layer, outcomes).stream())
                        .toList());
    }

    private static List<StatusView.PatchedClassView> views(
            PatchedClass patched, Optional<Layer> layer, Map<Class<?>, WeaveOutcome> outcomes) {
        List<String> methods =
                patched.methods().stream().map(each -> each.id().toString()).toList();
        List<StatusView.PatchedClassView> found = new ArrayList<>();
        outcomes.forEach((type, outcome) -> {
            if (type.getName().equals(patched.name())) {
                boolean inForce = outcome.isInForce()
                        && layer.filter(each -> each.isIn(type.getClassLoader()))
                                .isPresent();
                String loader = LoaderSet.describe(type.getClassLoader());
                found.add(new StatusView.PatchedClassView(patched.name(), loader, true, inForce, methods));
            }
        });
        if (found.isEmpty()) {
            found.add(new StatusView.PatchedClassView(patched.name(), "", false, false, methods));
        }
        return found;
    }
}
