package io.livepatch.engine;

import io.livepatch.statics.JvmClasses;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.LiveClasses;
import io.livepatch.weave.LoadEvent;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeaveOutcome;
import io.livepatch.weave.WeavePlan;
import io.livepatch.weave.WeavingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Brings loaded classes to a plan and keeps book of which are. Every class of a plan gets there by one of three ways: it is
 * loaded when the plan is installed, it passes the transformer while it loads, or it is found by {@link #catchUp}. The lock is
 * never held by an application thread.
 */
final class ClassSweep implements JvmClasses {
    private static final int MAX_MISFITS = 10_000;

    private final LiveClasses classes;
    private final Map<Class<?>, Standing> standings = new WeakHashMap<>();
    private final Set<Class<?>> unlinkable = Collections.newSetFromMap(new WeakHashMap<>());
    private final PassedLoads loads = new PassedLoads();
    private long planOfLoads;
    private final Deque<LoadEvent> misfits = new ArrayDeque<>();

    /** By which plan a class was brought to what. */
    private record Standing(long plan, WeaveOutcome outcome) {}

    /** A class and what was done with it. */
    record Swept(Class<?> type, WeaveOutcome outcome) {}

    ClassSweep(LiveClasses classes) {
        this.classes = classes;
    }

    /** Has a listener told of each load of a patched class, on the thread that loads it. */
    void onLoad(Runnable listener) {
        classes.onLoad(listener);
    }

    /** All that is loaded; for short use only. */
    @Override
    public List<Class<?>> loaded() {
        return classes.loaded();
    }

    synchronized WeavePlan plan() {
        return classes.plan();
    }

    /**
     * Makes a plan the present one and brings every loaded class of it, and of the one before, there in one step.
     *
     * @param prepared what was woven for it before
     * @throws WeavingException if one of them could not be woven; the plan stays installed, the caller decides
     */
    synchronized List<Swept> install(int arming, Collection<ClassPlan> plans, PreparedWeaves prepared)
            throws WeavingException {
        WeavePlan before = classes.plan();
        WeavePlan next = before.successor(arming, plans);
        // what the transformer keeps is bounded: make room for what passes by the next plan
        takeLoads();
        classes.use(next);
        Set<String> names = new HashSet<>(next.classNames());
        names.addAll(before.classNames());
        List<Class<?>> concerned = classes.loaded(names);
        concerned.removeIf(this::isOutOfReach);
        List<Swept> swept = weave(concerned, prepared);
        for (Swept each : swept) {
            if (each.outcome() instanceof WeaveOutcome.Failed failed) {
                throw new WeavingException(
                        "class " + each.type().getName() + " could not be woven: " + failed.reason());
            }
        }
        return swept;
    }

    /**
     * Finds classes of the given names that came by none of the other ways, such as those defined while a transformer of this
     * agent ran (JDK-6469492), and brings them to the present plan.
     *
     * @return those found, with what was done
     */
    synchronized List<Swept> catchUp(Set<String> names) throws WeavingException {
        long present = classes.plan().number();
        List<Class<?>> late = new ArrayList<>();
        for (Class<?> type : loadedAndTold(names)) {
            Standing standing = standings.get(type);
            if ((standing == null || standing.plan() != present) && !passedTransformer(type, present)) {
                late.add(type);
            }
        }
        late.removeIf(this::isOutOfReach);
        return weave(late, PreparedWeaves.NONE);
    }

    /** The loaded classes of these names. */
    List<Class<?>> loaded(Set<String> names) {
        return classes.loaded(names);
    }

    /** Loads since the last call that did not bring the class to its plan, so that the operator gets to know. */
    synchronized List<LoadEvent> takeMisfits() {
        takeLoads();
        List<LoadEvent> taken = List.copyOf(misfits);
        misfits.clear();
        return taken;
    }

    /**
     * The loaded classes of these names, each of them with its load event taken if it has one. The classes come first: a class is
     * in the list only after the transformer has told of it, so one that is loaded meanwhile is not mistaken for one that passed
     * it by.
     */
    private List<Class<?>> loadedAndTold(Set<String> names) {
        List<Class<?>> loaded = classes.loaded(names);
        takeLoads();
        return loaded;
    }

    private void takeLoads() {
        long present = classes.plan().number();
        if (planOfLoads != present) {
            loads.clear();
            planOfLoads = present;
        }
        for (LoadEvent load = classes.pollLoad(); load != null; load = classes.pollLoad()) {
            if (load.plan() == present) {
                loads.add(load);
            }
            if (load.outcome() instanceof WeaveOutcome.OtherVersion || load.outcome() instanceof WeaveOutcome.Failed) {
                misfits.addLast(load);
            }
        }
        while (misfits.size() > MAX_MISFITS) {
            misfits.removeFirst();
        }
    }

    /** What was done with each of these classes that is loaded now. */
    synchronized Map<Class<?>, WeaveOutcome> outcomes(Set<String> names) {
        long present = classes.plan().number();
        Map<Class<?>, WeaveOutcome> found = new HashMap<>();
        for (Class<?> type : loadedAndTold(names)) {
            if (standings.get(type) == null) {
                passedTransformer(type, present);
            }
            Standing standing = standings.get(type);
            found.put(type, standing == null ? new WeaveOutcome.Untouched() : standing.outcome());
        }
        return found;
    }

    /**
     * The loaded classes of these names with their class files as they come to us; null for one that nobody may change, and for
     * one that cannot be linked, for want of another class perhaps. Such a class cannot run, and must not spoil the others.
     */
    synchronized Map<Class<?>, byte[]> capture(Set<String> names) throws WeavingException {
        Map<Class<?>, byte[]> captured = new HashMap<>();
        List<Class<?>> modifiable = new ArrayList<>();
        for (Class<?> type : classes.loaded(names)) {
            captured.put(type, null);
            if (classes.isModifiable(type)) {
                modifiable.add(type);
            }
        }
        unlinkable.clear();
        try {
            captured.putAll(classes.capture(modifiable));
        } catch (WeavingException e) {
            captured.putAll(captureOneByOne(modifiable, e));
        }
        return captured;
    }

    @Override
    public boolean isModifiable(Class<?> type) {
        return classes.isModifiable(type);
    }

    @Override
    public synchronized Map<Class<?>, byte[]> capture(Collection<Class<?>> types) throws WeavingException {
        return classes.capture(types);
    }

    private Map<Class<?>, byte[]> captureOneByOne(List<Class<?>> types, WeavingException cause)
            throws WeavingException {
        Map<Class<?>, byte[]> captured = new HashMap<>();
        for (Class<?> type : types) {
            try {
                captured.putAll(classes.capture(List.of(type)));
            } catch (WeavingException e) {
                unlinkable.add(type);
            }
        }
        if (captured.isEmpty()) {
            throw cause;
        }
        return captured;
    }

    /** Whether a class was left out because it cannot be linked. */
    synchronized boolean isUnlinkable(Class<?> type) {
        return unlinkable.contains(type);
    }

    private boolean isOutOfReach(Class<?> type) {
        return !classes.isModifiable(type) || unlinkable.contains(type);
    }

    private boolean passedTransformer(Class<?> type, long present) {
        LoadEvent load = loads.take(type);
        if (load != null) {
            if (load.outcome().isInForce()) {
                classes.accept(type);
            }
            standings.put(type, new Standing(present, load.outcome()));
        }
        return load != null;
    }

    private List<Swept> weave(List<Class<?>> types, PreparedWeaves prepared) throws WeavingException {
        long present = classes.plan().number();
        List<Swept> swept = new ArrayList<>();
        Map<Class<?>, WeaveOutcome> outcomes = classes.weave(types, prepared);
        for (Class<?> type : types) {
            WeaveOutcome outcome = outcomes.getOrDefault(type, new WeaveOutcome.Untouched());
            standings.put(type, new Standing(present, outcome));
            swept.add(new Swept(type, outcome));
        }
        return swept;
    }
}
