package io.livepatch.patchcode;

import io.livepatch.model.Callbacks;
import io.livepatch.model.Callbacks.CallbackClass;
import io.livepatch.statics.MadeChange;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The callbacks of one patch, and when each is due, as in the kernel: postUnpatch only after a prePatch that has returned, preUnpatch
 * only after a postPatch, in the order of the bundle for all four. Belongs to the {@link CallbackThread}, on which all methods run but {@link #isEmpty},
 * {@link #states} and {@link #isWatching}.
 */
public final class CallbackSet {
    private enum Phase {
        NONE,
        /** Between prePatch and the end of the transition, or between preUnpatch and it: who comes now is prepared only. */
        MOVING,
        IN_FORCE
    }

    private final Callbacks declared;
    private final CallbackFactory factory;
    private final StateBook states;
    private final List<WeakReference<CallbackInstance>> besideLoaders = new ArrayList<>();
    private final List<CallbackInstance> onceInJvm = new ArrayList<>();
    private final MetLoaders met = new MetLoaders();
    private volatile Phase phase = Phase.NONE;

    public CallbackSet(Callbacks declared, CallbackFactory factory) {
        this.declared = declared;
        this.factory = factory;
        states = new StateBook(declared.states());
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return declared.isEmpty();
    }

    public StateBook states() {
        return states;
    }

    /** Whether a loader that comes now is one for {@link #arrive}. */
    public boolean isWatching() {
        return phase != Phase.NONE && declared.classes().stream().anyMatch(each -> !each.oncePerJvm());
    }

    /**
     * The patch is about to be enabled.
     *
     * @param places a patched class for each loader that has some
     * @return why it must not be, in words; empty if it may. Then what had been prepared has been taken back.
     */
    public Optional<String> prePatch(Collection<Class<?>> places, PreviousStates previous, CallbackJournal journal) {
        forget();
        phase = Phase.MOVING;
        places.forEach(each -> met.add(each.getClassLoader()));
        boolean prepared = false;
        try {
            String refusal = prepare(places, scope(previous, journal));
            prepared = refusal == null;
            return Optional.ofNullable(refusal);
        } finally {
            if (!prepared) {
                postUnpatch(true, previous, journal);
            }
        }
    }

    /** Returns the first refusal; null if there is none. */
    private String prepare(Collection<Class<?>> places, CallScope scope) {
        for (CallbackClass each : declared.classes()) {
            List<CallbackInstance> instances = each.oncePerJvm()
                    ? List.of(once(each, scope.journal()))
                    : places.stream()
                            .map(place -> beside(each, place, scope.journal()))
                            .toList();
            for (CallbackInstance instance : instances) {
                String refusal = instance.prePatch(scope);
                if (refusal != null) {
                    takeBack(List.of(instance), CallbackKind.PRE_PATCH, scope);
                    return refusal;
                }
            }
        }
        return null;
    }

    /** Every thread runs the new code, for the first time or again after a disable that was turned round. */
    public void postPatch(PreviousStates previous, CallbackJournal journal) {
        CallScope scope = scope(previous, journal);
        phase = Phase.IN_FORCE;
        // what has been called already is not called again, should this be done once more after a failure
        inOrder(each -> each.isPrepared() && !each.isActive()).forEach(each -> each.postPatch(scope));
    }

    /** The patch is about to be disabled. */
    public void preUnpatch(PreviousStates previous, CallbackJournal journal) {
        CallScope scope = scope(previous, journal);
        phase = Phase.MOVING;
        inOrder(CallbackInstance::isActive).forEach(each -> each.preUnpatch(scope));
    }

    /**
     * Every thread runs the old code again. What all of them have changed is taken back when the last has been called, the latest first: one
     * may have built on what another did.
     *
     * @param reversal whether the patch has not been in force
     */
    public void postUnpatch(boolean reversal, PreviousStates previous, CallbackJournal journal) {
        CallScope scope = scope(previous, journal);
        inOrder(CallbackInstance::isPrepared).forEach(each -> each.postUnpatch(scope, reversal));
        takeBack(instances(), CallbackKind.POST_UNPATCH, scope);
        forget();
    }

    /** Another patch has taken the place of this one. As in the kernel nothing is called: the newcomer has taken over. */
    public void forget() {
        phase = Phase.NONE;
        instances().forEach(CallbackInstance::release);
        besideLoaders.clear();
        onceInJvm.clear();
        met.clear();
        states.clear();
    }

    /**
     * A patched class is in a loader that may be new here. What refuses the patch there is told and left out from then on; the code is in
     * force there already, and stays so.
     */
    public void arrive(Class<?> place, PreviousStates previous, CallbackJournal journal) {
        if (!isWatching() || !met.add(place.getClassLoader())) {
            return;
        }
        CallScope scope = scope(previous, journal);
        for (CallbackClass each : declared.classes()) {
            if (!each.oncePerJvm()) {
                CallbackInstance instance = beside(each, place, journal);
                if (instance.prePatch(scope) != null) {
                    takeBack(List.of(instance), CallbackKind.PRE_PATCH, scope);
                } else if (phase == Phase.IN_FORCE) {
                    instance.postPatch(scope);
                }
            }
        }
    }

    /** May be called again after it failed for want of memory: what has been taken back already is not taken back again. */
    private static void takeBack(List<CallbackInstance> of, CallbackKind kind, CallScope scope) {
        Map<MadeChange, CallbackInstance> makers = new TreeMap<>(MadeChange.LATEST_FIRST);
        of.forEach(maker -> maker.close().forEach(change -> makers.put(change, maker)));
        makers.forEach((change, maker) -> maker.takeBack(change, kind, scope));
    }

    private CallScope scope(PreviousStates previous, CallbackJournal journal) {
        return new CallScope(factory.patch(), states, previous, declared.timeout(), journal);
    }

    private CallbackInstance once(CallbackClass callback, CallbackJournal journal) {
        CallbackInstance instance = factory.once(callback, journal);
        onceInJvm.add(instance);
        return instance;
    }

    private CallbackInstance beside(CallbackClass callback, Class<?> place, CallbackJournal journal) {
        CallbackInstance instance = factory.beside(callback, place, journal);
        besideLoaders.removeIf(each -> each.refersTo(null));
        besideLoaders.add(new WeakReference<>(instance));
        return instance;
    }

    private List<CallbackInstance> inOrder(Predicate<CallbackInstance> due) {
        List<CallbackInstance> present = instances();
        return declared.classes().stream()
                .flatMap(callback -> present.stream()
                        .filter(each -> each.callback().equals(callback))
                        .filter(due))
                .toList();
    }

    /** Those whose loaders have not gone. */
    private List<CallbackInstance> instances() {
        List<CallbackInstance> instances = new ArrayList<>(onceInJvm);
        for (WeakReference<CallbackInstance> each : besideLoaders) {
            CallbackInstance instance = each.get();
            if (instance != null) {
                instances.add(instance);
            }
        }
        return instances;
    }
}
