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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private final TransitionStart start;

    PatchCommands(PatchRegistry registry, History history, ThreadRoster roster, PatchingTools tools) {
        this.registry = registry;
        this.history = history;
        this.roster = roster;
        this.tools = tools;
        CallbackThread thread = new CallbackThread(new LoaderArrivals(registry, history, tools.sweep()));
        tools.sweep().onLoad(thread::classLoads);
        start = new TransitionStart(
                registry, history, roster, tools, new TransitionCallbacks.Callers(thread, registry));
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
        registry.awaitPrepared();
        Optional<LoadedPatch> present = registry.find(offered.name());
        if (present.isPresent()) {
            if (!present.get().digest().equals(offered.digest())) {
                throw new Refusal(
                        ErrorKind.NAME_TAKEN,
                        "a patch named " + offered.name() + " with another content is loaded; disable and remove it,"
                                + " or build this one under another name");
            }
            if (present.get().state() == PatchState.DISABLED) {
                refuseAfterForce(command);
            }
            return enable(present.get());
        }
        refuseAfterForce(command);
        return start.of(offered, Direction.PATCH);
    }

    /** Of a patch that is in force, or comes into force anyhow, nothing more is asked. */
    private void refuseAfterForce(Command.Apply command) throws Refusal {
        if (registry.wasForced() && !command.afterForce()) {
            throw new Refusal(
                    ErrorKind.FORCED,
                    "threads were forced in this JVM, so old code may still run in them and nothing is certain about"
                            + " further patches; restart it soon, or give --after-force");
        }
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
                return TransitionStart.reply(transition, List.of());
            }
            // It has just ended: what refused it is not asked again, else decide again by what it led to.
            Reply end = transition.ended().join();
            boolean refused = end instanceof Reply.Refused && transition.direction() == wanted;
            return refused ? end : toward(patch, wanted, settled);
        }
        if (patch.state() == settled) {
            String text = "patch " + patch.name() + " is " + settled.name().toLowerCase(Locale.ROOT) + " already";
            return new Reply.Unchanged(patch.name(), Optional.of(settled), text);
        }
        return start.of(patch, wanted);
    }

    /** Turns a transition round, or joins it if it goes that way already. */
    Reply reverse(Command.Reverse command) throws Refusal {
        RunningTransition transition = running(command.transition());
        Direction wanted = command.towards().orElse(transition.direction().opposite());
        if (!registry.turn(transition, wanted)) {
            throw nothingRuns();
        }
        return TransitionStart.reply(transition, List.of());
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
        return TransitionStart.reply(
                transition, List.of("threads are moved against the consistency rule; status keeps a record"));
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
}
