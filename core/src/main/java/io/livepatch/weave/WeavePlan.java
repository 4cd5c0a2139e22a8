package io.livepatch.weave;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What becomes of every class, at one time. Immutable; the transformer swaps one for another. */
public final class WeavePlan {
    private final long number;
    private final int arming;
    private final Map<String, ClassPlan> byInternalName;

    private WeavePlan(long number, int arming, Map<String, ClassPlan> byInternalName) {
        this.number = number;
        this.arming = arming;
        this.byInternalName = byInternalName;
    }

    /** No class is concerned. */
    public static WeavePlan empty() {
        return new WeavePlan(0, 0, Map.of());
    }

    /**
     * The plan that takes the place of this one.
     *
     * @param newArming number of the transition that armed methods belong to
     */
    public WeavePlan successor(int newArming, Collection<ClassPlan> classes) {
        return new WeavePlan(
                number + 1,
                newArming,
                classes.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                each -> each.name().replace('.', '/'), Function.identity())));
    }

    /** Tells plans apart; grows by one with each successor. */
    public long number() {
        return number;
    }

    int arming() {
        return arming;
    }

    /** The plan of the classes of a name, or null. */
    ClassPlan find(String internalName) {
        return byInternalName.get(internalName);
    }

    /** Binary names of the classes concerned. */
    public Set<String> classNames() {
        return byInternalName.values().stream().map(ClassPlan::name).collect(Collectors.toUnmodifiableSet());
    }
}
