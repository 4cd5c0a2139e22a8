package io.livepatch.engine;

import io.livepatch.model.MethodId;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.EnumCaches;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeaveCheck;
import io.livepatch.weave.WeavingException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The enums that have other constants before a transition than after it. While it runs the JDK's caches of them are not read, so that
 * every thread sees the constants of its side; at its end they are emptied. A thread that fills them counts as one in a patched
 * method: none is left then that could put in what it got on the other side.
 */
final class EnumsOnTheMove {
    private final Set<String> names;
    private final ClassSweep sweep;
    /** What becomes of {@code java.lang.Class} meanwhile; null if there are no such enums. */
    private final ClassPlan plan;

    EnumsOnTheMove(Set<String> names, ClassSweep sweep, ClassPlan plan) {
        this.names = names;
        this.sweep = sweep;
        this.plan = plan;
    }

    /**
     * Finds them.
     *
     * @throws WeavingException if the JDK keeps enum constants in a way that is not known here; nothing was touched
     */
    static EnumsOnTheMove between(List<Layer> before, List<Layer> after, ClassSweep sweep) throws WeavingException {
        Set<Layer> layers = new HashSet<>(before);
        layers.addAll(after);
        Set<String> names = new TreeSet<>();
        layers.stream()
                .filter(each -> before.contains(each) != after.contains(each))
                .forEach(
                        each -> names.addAll(each.patch().descriptor().outside().enums()));
        return new EnumsOnTheMove(names, sweep, names.isEmpty() ? null : plan(names, sweep));
    }

    private static ClassPlan plan(Set<String> names, ClassSweep sweep) throws WeavingException {
        byte[] classFile = sweep.capture(Set.of(EnumCaches.CLASS)).get(Class.class);
        if (classFile == null) {
            throw new WeavingException("this JVM lets nobody change " + EnumCaches.CLASS
                    + ", which keeps the constants of enums that the patch adds constants to");
        }
        ClassPlan plan = EnumCaches.unread(classFile, names);
        List<String> problems = WeaveCheck.ofLoaded(Class.class, classFile, plan, new PreparedWeaves())
                .problems();
        if (!problems.isEmpty()) {
            throw new WeavingException(EnumCaches.CLASS + " cannot be woven: " + problems.get(0));
        }
        return plan;
    }

    /** The plans of a transition, with what it needs for them. */
    List<ClassPlan> and(List<ClassPlan> plans) {
        return plan == null ? plans : ClassPlan.merged(plans, plan);
    }

    /** The methods whose frames hold a thread back, with those that fill the caches. */
    Map<String, Set<MethodId>> and(Map<String, Set<MethodId>> holding) {
        return plan == null ? holding : PlanBuilder.merged(holding, Map.of(EnumCaches.CLASS, EnumCaches.METHODS));
    }

    /** Empties the caches, once every thread is on one side and before they are read again. */
    void forget() throws WeavingException {
        if (plan != null) {
            EnumCaches.forget(sweep.loaded(names));
        }
    }
}
