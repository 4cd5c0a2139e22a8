package io.livepatch.engine;

import io.livepatch.model.MethodId;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.WeavingException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a transition weaves into the JDK beside the methods that bundles name: where it looks at the classes of a patch by itself.
 *
 * @param enums that get or lose constants
 * @param serialization which looks for methods by name
 */
record JdkParts(EnumsOnTheMove enums, HookedSerialization serialization) {
    /**
     * Makes them for the way from one stack to another.
     *
     * @throws WeavingException if the JDK is of a form that is not known here; nothing was touched
     */
    static JdkParts between(List<Layer> before, List<Layer> after, ClassSweep sweep) throws WeavingException {
        return new JdkParts(
                EnumsOnTheMove.between(before, after, sweep), HookedSerialization.between(before, after, sweep));
    }

    List<ClassPlan> and(List<ClassPlan> plans) {
        return serialization.and(enums.and(plans));
    }

    Map<String, Set<MethodId>> and(Map<String, Set<MethodId>> holding) {
        return serialization.and(enums.and(holding));
    }

    /**
     * The plans of one of both stacks alone.
     *
     * @param isAfter whether of the one after the transition
     */
    List<ClassPlan> settled(boolean isAfter, List<ClassPlan> plans) {
        return serialization.settled(isAfter, plans);
    }
}
