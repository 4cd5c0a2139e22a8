package io.livepatch.engine;

import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Which patches there are, which are enabled in which order, which transition runs: at most one. Its monitor is the engine's
 * outermost lock; nothing is woven, no stack is looked at and no reply is sent while it is held.
 */
final class PatchRegistry {
    private static final int MAX_ENDED = 100;

    private final Map<String, LoadedPatch> patches = new LinkedHashMap<>();
    private List<Layer> enabled = List.of();
    private final Map<Long, CompletableFuture<Reply>> ended = new LinkedHashMap<>();
    private RunningTransition running;
    /** Whether the running transition has brought its patch here. */
    private boolean isNew;

    /** Held by the command that is preparing a transition, null if none is. */
    private Reservation reservation;
    /** The transition that looks for late classes if none runs. */
    private RunningTransition latest;

    private long lastSerial;
    private boolean forced;

    synchronized Optional<LoadedPatch> find(String name) {
        return Optional.ofNullable(patches.get(name));
    }

    /** In the order in which they were loaded. */
    synchronized List<LoadedPatch> patches() {
        return List.copyOf(patches.values());
    }

    /** The enabled patches, oldest first; one in transition counts as long as some thread may run it. */
    synchronized List<Layer> enabled() {
        return enabled;
    }

    synchronized Optional<RunningTransition> running() {
        return Optional.ofNullable(running);
    }

    /** The end of a transition, running or one of the latest. */
    synchronized Optional<CompletableFuture<Reply>> end(long serial) {
        if (running != null && running.serial() == serial) {
            return Optional.of(running.ended());
        }
        return Optional.ofNullable(ended.get(serial));
    }

    synchronized long nextSerial() {
        return ++lastSerial;
    }

    /**
     * Keeps others from starting a transition until {@link #release}. Waits for one that is being prepared, which is a matter of
     * looking at the classes.
     *
     * @throws Refusal if one runs
     */
    synchronized Reservation reserve() throws Refusal {
        awaitPrepared();
        if (running != null) {
            String doing = running.direction() == Direction.PATCH ? "enabled" : "disabled";
            throw new Refusal(
                    ErrorKind.BUSY,
                    "patch " + running.patch().name() + " is being " + doing
                            + "; wait for it (wait) or turn it round (reverse), then try again");
        }
        reservation = new Reservation();
        return reservation;
    }

    /** Gives a reservation back; does nothing if a transition has used it up. */
    synchronized void release(Reservation held) {
        if (reservation == held) {
            reservation = null;
            notifyAll();
        }
    }

    /** The right to start the next transition. */
    static final class Reservation {
        private Reservation() {}
    }

    /** Waits until no command is preparing a transition: what it leads to decides what the next one means. */
    synchronized void awaitPrepared() throws Refusal {
        try {
            while (reservation != null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorKind.INTERNAL, "interrupted while another command was being prepared", e);
        }
    }

    /** The holder of the reservation starts its transition. */
    synchronized void started(RunningTransition transition) {
        LoadedPatch patch = transition.patch();
        isNew = patches.putIfAbsent(patch.name(), patch) == null;
        enabled = transition.allLayers();
        transition.layersOnTheMove().forEach((layer, state) -> layer.patch().setState(state));
        if (latest != null) {
            latest.coordinator().supersede();
        }
        latest = transition;
        running = transition;
        reservation = null;
        notifyAll();
    }

    /**
     * Makes the running transition go one way, turning it round if it goes the other.
     *
     * @return false if its end has begun, or another runs by now
     */
    synchronized boolean turn(RunningTransition transition, Direction wanted) {
        if (running != transition) {
            return false;
        }
        if (transition.direction() == wanted) {
            return true;
        }
        if (!transition.reverse()) {
            return false;
        }
        transition.layersOnTheMove().forEach((layer, state) -> layer.patch().setState(state));
        return true;
    }

    /** Whether threads were ever forced for a patch that is or was loaded here. */
    synchronized boolean wasForced() {
        return forced || patches.values().stream().anyMatch(LoadedPatch::isForced);
    }

    /**
     * Called by the transition itself; does nothing if that was done already.
     *
     * @param stack the patches that are in force from now on
     * @param hasRun whether it came to moving threads; if not, a patch that was not here before is forgotten
     */
    synchronized void ended(RunningTransition transition, List<Layer> stack, boolean hasRun) {
        if (running != transition) {
            return;
        }
        // first what may fail for want of memory, so that all of it can be done again
        ended.put(transition.serial(), transition.ended());
        if (ended.size() > MAX_ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
        for (Layer each : transition.allLayers()) {
            each.patch().setState(stack.contains(each) ? PatchState.ENABLED : PatchState.DISABLED);
        }
        enabled = stack;
        running = null;
        if (isNew && !hasRun) {
            // under this lock still: by now anybody may enable what is found here
            remove(transition.patch());
        }
    }

    /** Forgets a patch. */
    synchronized void remove(LoadedPatch patch) {
        patches.remove(patch.name(), patch);
        forced |= patch.isForced();
    }
}
