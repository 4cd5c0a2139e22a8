package io.livepatch.engine;

import io.livepatch.bundle.Bundle;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.control.Command;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.engine.History.Event;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import io.livepatch.patchcode.CallbackThread;
import io.livepatch.transition.BlockedThread;
import io.livepatch.transition.ThreadRoster;
import io.livepatch.transition.VetoException;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeavingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * The commands that change something. Each either starts or joins a transition and returns while it runs, or refuses and
 * leaves the JVM as it was. May be called by any number of control threads.
 */
final class PatchCommands {
    private final PatchRegistry registry;
    private final History history;
    private final ThreadRoster roster;
    private final PatchingTools tools;
    private final TransitionCallbacks.Callers callers;

    PatchCommands(PatchRegistry registry, History history, ThreadRoster roster, PatchingTools tools) {
        this.registry = registry;
        this.history = history;
        this.roster = roster;
        this.tools = tools;
        CallbackThread thread = new CallbackThread(new LoaderArrivals(registry, history, tools.sweep()));
        tools.sweep().onLoad(thread::classLoads);
        callers = new TransitionCallbacks.Callers(thread, registry);
    }

    Reply apply(Command.Apply command) throws Refusal {
        if (!roster.listsEveryThread()) {
            throw new Refusal(
                    ErrorKind.UNSUPPORTED_JVM,
                    "this JVM was started with -Djdk.trackAllThreads=false, so its virtual threads cannot be listed and no"
                            + " transition could be proven complete; restart it without that option, or with"
                            + " -Djdk.trackAllThreads=true");
        }
        LoadedPatch offered = new LoadedPatch(read(command), tools.statics());
        if (registry.wasForced() && !command.afterForce()) {
            throw new Refusal(
                    ErrorKind.FORCED,
                    "threads were forced in this JVM, so old code may still run in them and nothing is certain about"
                            + " further patches; restart it soon, or give --after-force");
        }
        registry.awaitPrepared();
        Optional<LoadedPatch> present = registry.find(offered.name());
        if (present.isPresent()) {
            if (!present.get().digest().equals(offered.digest())) {
                throw new Refusal(
                        ErrorKind.NAME_TAKEN,
                        "a patch named " + offered.name() + " with another content is loaded; disable and remove it,"
                                + " or build this one under another name");
            }
            return enable(present.get());
        }
        return transition(offered, Direction.PATCH);
    }

    Reply enable(String name) throws Refusal {
        return enable(known(name));
    }

    private Reply enable(LoadedPatch patch) throws Refusal {
        return toward(patch, Direction.PATCH, PatchState.ENABLED);
    }

    Reply disable(String name) throws Refusal {
        return toward(known(name), Direction.UNPATCH, PatchState.DISABLED);
    }

    private Reply toward(LoadedPatch patch, Direction wanted, PatchState settled) throws Refusal {
        registry.awaitPrepared();
        Optional<RunningTransition> running = registry.running().filter(each -> each.patch() == patch);
        if (running.isPresent()) {
            RunningTransition transition = running.get();
            if (registry.turn(transition, wanted)) {
                return started(transition, List.of());
            }
            // It has just ended: decide again by what it led to.
            transition.ended().join();
            return toward(patch, wanted, settled);
        }
        if (patch.state() == settled) {
            String text = "patch " + patch.name() + " is " + settled.name().toLowerCase(Locale.ROOT) + " already";
            return new Reply.Unchanged(patch.name(), settled, text);
        }
        return transition(patch, wanted);
    }

    /** Turns a transition round, or joins it if it goes that way already. */
    Reply reverse(Command.Reverse command) throws Refusal {
        RunningTransition transition = running(command.transition());
        Direction wanted = command.towards().orElse(transition.direction().opposite());
        if (!registry.turn(transition, wanted)) {
            throw nothingRuns();
        }
        return started(transition, List.of());
    }

    private RunningTransition running(long transition) throws Refusal {
        return registry.running()
                .filter(each -> transition == Command.Watch.ANY || each.serial() == transition)
                .orElseThrow(PatchCommands::nothingRuns);
    }

    private static Refusal nothingRuns() {
        return new Refusal(ErrorKind.NO_TRANSITION, "no transition is running");
    }

    /** Moves the remaining threads of a transition, consistency or not. */
    Reply force(Command.Force command) throws Refusal {
        RunningTransition transition = running(command.transition());
        if (!transition.coordinator().requestForce()) {
            throw nothingRuns();
        }
        return started(transition, List.of("threads are moved against the consistency rule; status keeps a record"));
    }

    /** Wakes the threads that block. */
    Reply signal(Command.Signal command) throws Refusal {
        RunningTransition transition = running(Command.Watch.ANY);
        List<String> names = new ArrayList<>();
        for (BlockedThread blocked : transition.coordinator().progress().blocked()) {
            if (command.interrupt()) {
                blocked.thread().interrupt();
            } else {
                LockSupport.unpark(blocked.thread());
            }
            names.add(blocked.thread().getName());
        }
        history.add(
                command.interrupt() ? Event.INTERRUPTED : Event.SIGNALLED,
                transition.patch().name(),
                transition.elapsedMs(),
                names.size(),
                String.join(", ", names));
        return new Reply.Signalled(names);
    }

    Reply remove(String name) throws Refusal {
        LoadedPatch patch = known(name);
        PatchRegistry.Reservation reservation = registry.reserve();
        try {
            if (patch.state() != PatchState.DISABLED) {
                throw new Refusal(ErrorKind.WRONG_STATE, "patch " + name + " is enabled; disable it first");
            }
            registry.remove(patch);
            history.add(Event.REMOVED, name, 0, 0, "");
            return new Reply.Removed(name);
        } finally {
            registry.release(reservation);
        }
    }

    Reply probe(String name) throws Refusal {
        return new Probes(registry, history, tools.sweep()).run(known(name));
    }

    private LoadedPatch known(String name) throws Refusal {
        return registry.find(name)
                .orElseThrow(() -> new Refusal(
                        ErrorKind.UNKNOWN_PATCH, "no patch named " + name + " is loaded; status lists those that are"));
    }

    private static Bundle read(Command.Apply command) throws Refusal {
        try {
            return BundleReader.read(command.origin(), command.bundle());
        } catch (InvalidBundleException e) {
            throw new Refusal(ErrorKind.BAD_BUNDLE, e.getMessage(), e);
        }
    }

    private Reply transition(LoadedPatch patch, Direction direction) throws Refusal {
        PatchRegistry.Reservation reservation = registry.reserve();
        try {
            List<Layer> before = registry.enabled();
            return direction == Direction.PATCH ? putOn(patch, before) : takeOut(patch, before);
        } finally {
            registry.release(reservation);
        }
    }

    private Reply putOn(LoadedPatch patch, List<Layer> before) throws Refusal {
        List<Layer> staying = Stacks.leftBy(patch, before);
        StateRules.check(patch, before, staying);
        Layer layer = Layer.on(staying, patch);
        Applicability where = Applicability.of(Stacks.with(staying, layer), tools.sweep());
        if (where.everywhereNew()) {
            String text = "this JVM runs the new version already; nothing was done";
            return new Reply.Unchanged(patch.name(), patch.state(), text);
        }
        defineAdded(layer, where);
        List<Layer> after = Stacks.with(staying, layer.excluding(where.excluded()));
        // Nobody else starts a transition meanwhile: the reservation is ours.
        where.woven()
                .prepare(PlanBuilder.between(before, after), tools.gate().view().nextArming());
        List<Class<?>> places =
                where.changing().stream().<Class<?>>map(each -> each.get(0)).toList();
        return run(patch, Direction.PATCH, before, after, places, where.warnings(), where.woven());
    }

    /** Before anything is armed: woven bodies need the added classes, and what cannot be added must not be woven. */
    private void defineAdded(Layer layer, Applicability where) throws Refusal {
        for (List<Class<?>> changing : where.changing()) {
            ClassLoader loader = changing.get(0).getClassLoader();
            try {
                layer.added().define(tools.definer(), loader, changing);
            } catch (WeavingException e) {
                throw new Refusal(
                        ErrorKind.NOT_PATCHABLE,
                        "in loader " + LoaderSet.describe(loader) + ", " + e.getMessage()
                                + "; every class is as it was",
                        e);
            }
        }
    }

    private Reply takeOut(LoadedPatch patch, List<Layer> before) throws Refusal {
        List<String> warnings = new ArrayList<>();
        List<Layer> after = new ArrayList<>(before);
        for (Layer each : before) {
            if (each.patch() == patch) {
                after.remove(each);
                Set<String> above = PlanBuilder.builtOn(each, before);
                if (!above.isEmpty()) {
                    warnings.add("built on top of " + patch.name() + " and still in force: " + String.join(", ", above)
                            + "; the methods they change keep their bodies");
                }
            }
        }
        return run(patch, Direction.UNPATCH, before, List.copyOf(after), List.of(), warnings, PreparedWeaves.NONE);
    }

    private Reply run(
            LoadedPatch patch,
            Direction direction,
            List<Layer> before,
            List<Layer> after,
            List<Class<?>> places,
            List<String> warnings,
            PreparedWeaves woven)
            throws Refusal {
        boolean isNew = registry.find(patch.name()).isEmpty();
        RunningTransition transition = new RunningTransition(
                registry.nextSerial(),
                patch,
                direction,
                before,
                after,
                jdk(before, after),
                woven,
                places,
                callers,
                tools,
                roster,
                registry,
                history);
        history.add(
                direction == Direction.PATCH ? Event.ENABLING : Event.DISABLING,
                patch.name(),
                0,
                0,
                String.join("; ", warnings));
        registry.started(transition);
        transition.coordinator().start();
        try {
            transition.started().get();
        } catch (ExecutionException e) {
            if (isNew) {
                registry.remove(patch);
            }
            throw new Refusal(
                    e.getCause() instanceof VetoException ? ErrorKind.VETOED : ErrorKind.INVALID_CODE,
                    RunningTransition.reason(e.getCause()) + "; every class is as it was",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorKind.INTERNAL, "interrupted while the transition starts; see status", e);
        }
        return started(transition, warnings);
    }

    private JdkParts jdk(List<Layer> before, List<Layer> after) throws Refusal {
        try {
            return JdkParts.between(before, after, tools.sweep());
        } catch (WeavingException e) {
            throw new Refusal(ErrorKind.NOT_PATCHABLE, e.getMessage() + "; every class is as it was", e);
        }
    }

    private static Reply started(RunningTransition transition, List<String> warnings) {
        return new Reply.Started(transition.serial(), transition.patch().name(), transition.direction(), warnings);
    }
}
