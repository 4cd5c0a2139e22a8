package io.livepatch.patchcode;

import io.livepatch.model.Callbacks;
import io.livepatch.model.Callbacks.CallbackClass;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
        CallScope scope = scope(previous, journal);
        states.clear();
        met.clear();
        phase = Phase.MOVING;
        places.forEach(each -> met.add(each.getClassLoader()));
        for (CallbackClass each : declared.classes()) {
            List<CallbackInstance> instances = each.oncePerJvm()
                    ? List.of(once(each, journal))
                    : places.stream().map(place -> beside(each, place, journal)).toList();
            for (CallbackInstance instance : instances) {
                String refusal = instance.prePatch(scope);
                if (refusal != null) {
                    postUnpatch(true, journal);
                    return Optional.of(refusal);
                }
            }
        }
        return Optional.empty();
    }

    /** Every thread runs the new code, for the first time or again after a disable that was turned round. */
    public void postPatch(PreviousStates previous, CallbackJournal journal) {
        CallScope scope = scope(previous, journal);
        phase = Phase.IN_FORCE;
        inOrder(CallbackInstance::isPrepared, each -> each.postPatch(scope));
    }

    /** The patch is about to be disabled. */
    public void preUnpatch(PreviousStates previous, CallbackJournal journal) {
        CallScope scope = scope(previous, journal);
        phase = Phase.MOVING;
        inOrder(CallbackInstance::isActive, each -> each.preUnpatch(scope));
    }

    /**
     * Every thread runs the old code again.
     *
     * @param reversal whether the patch has not been in force
     */
    public void postUnpatch(boolean reversal, CallbackJournal journal) {
        CallScope scope = scope(PreviousStates.NONE, journal);
        inOrder(CallbackInstance::isPrepared, each -> each.postUnpatch(scope, reversal));
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
    public void arrive(Class<?> place, CallbackJournal journal) {
        if (!isWatching() || !met.add(place.getClassLoader())) {
            return;
        }
        CallScope scope = scope(PreviousStates.NONE, journal);
        for (CallbackClass each : declared.classes()) {
            if (!each.oncePerJvm()) {
                CallbackInstance instance = beside(each, place, journal);
                if (instance.prePatch(scope) == null && phase == Phase.IN_FORCE) {
                    instance.postPatch(scope);
                }
            }
        }
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

    private void inOrder(Predicate<CallbackInstance> due, Consumer<CallbackInstance> call) {
        List<CallbackInstance> present = instances();
        for (CallbackClass callback : declared.classes()) {
            present.stream()
                    .filter(each -> each.callback().equals(callback))
                    .filter(due)
                    .forEach(call);
        }
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
