package io.livepatch.engine;

import io.livepatch.model.MethodId;
import io.livepatch.model.SerializationHook;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.JdkMethods;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.SerializationMethods;
import io.livepatch.weave.WeaveCheck;
import io.livepatch.weave.WeavingException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of the JDK's serialization on the way from one stack of patches to another, if one of them adds methods that it looks for by name. Its
 * methods are patched like those of a bundle, with bodies that know the hooks of a stack; without hooks they are as the JDK has them.
 */
final class HookedSerialization {
    private static final List<Class<?>> CLASSES =
            List.of(ObjectStreamClass.class, ObjectInputStream.class, ObjectOutputStream.class);

    private final Bodies before;
    private final Bodies after;
    private final Map<String, JdkMethods> whole;

    /** The edited methods for the hooks of a stack, by class; none for no hooks. */
    private record Bodies(List<SerializationHook> hooks, Map<String, JdkMethods> methods) {}

    private HookedSerialization(Bodies before, Bodies after, Map<String, JdkMethods> whole) {
        this.before = before;
        this.after = after;
        this.whole = whole;
    }

    /**
     * Makes the bodies for two stacks.
     *
     * @throws WeavingException if the JDK's serialization is of a form that is not known here; nothing was touched
     */
    static HookedSerialization between(List<Layer> before, List<Layer> after, ClassSweep sweep)
            throws WeavingException {
        List<SerializationHook> from = hooks(before);
        List<SerializationHook> to = hooks(after);
        if (from.isEmpty() && to.isEmpty()) {
            return new HookedSerialization(new Bodies(from, Map.of()), new Bodies(to, Map.of()), Map.of());
        }
        Map<String, byte[]> classFiles = classFiles(sweep);
        Bodies old = bodies(from, classFiles);
        Map<String, JdkMethods> whole = new HashMap<>();
        for (Map.Entry<String, MethodId> each : SerializationMethods.WHOLE.entrySet()) {
            whole.put(
                    each.getKey(), JdkMethods.unchanged(each.getKey(), classFiles.get(each.getKey()), each.getValue()));
        }
        return new HookedSerialization(old, from.equals(to) ? old : bodies(to, classFiles), whole);
    }

    private static Map<String, byte[]> classFiles(ClassSweep sweep) throws WeavingException {
        Map<Class<?>, byte[]> captured =
                sweep.capture(Set.copyOf(CLASSES.stream().map(Class::getName).toList()));
        Map<String, byte[]> classFiles = new HashMap<>();
        for (Class<?> each : CLASSES) {
            if (captured.get(each) == null) {
                throw new WeavingException("this JVM lets nobody change " + each.getName()
                        + ", which looks for methods that the patch adds");
            }
            classFiles.put(each.getName(), captured.get(each));
        }
        return classFiles;
    }

    private static Bodies bodies(List<SerializationHook> hooks, Map<String, byte[]> classFiles)
            throws WeavingException {
        if (hooks.isEmpty()) {
            return new Bodies(hooks, Map.of());
        }
        Bodies bodies = new Bodies(hooks, SerializationMethods.knowing(classFiles, hooks));
        List<ClassPlan> plans = plans(bodies, bodies);
        for (Class<?> type : CLASSES) {
            for (ClassPlan plan : plans) {
                if (plan.name().equals(type.getName())) {
                    check(type, classFiles.get(type.getName()), plan);
                }
            }
        }
        return bodies;
    }

    private static void check(Class<?> type, byte[] classFile, ClassPlan plan) throws WeavingException {
        List<String> problems =
                WeaveCheck.ofLoaded(type, classFile, plan, new PreparedWeaves()).problems();
        if (!problems.isEmpty()) {
            throw new WeavingException(type.getName() + " cannot be woven: " + problems.get(0));
        }
    }

    /** The newest patch first: its method is the one that counts where two add the same. */
    private static List<SerializationHook> hooks(List<Layer> stack) {
        List<SerializationHook> hooks = new ArrayList<>();
        stack.forEach(
                each -> hooks.addAll(0, each.patch().descriptor().outside().hooks()));
        return hooks;
    }

    private static List<ClassPlan> plans(Bodies from, Bodies to) {
        return methods(from, to).entrySet().stream()
                .map(each -> ClassPlan.of(
                        each.getKey(),
                        each.getValue().stream()
                                .map(method -> JdkMethods.plan(
                                        method,
                                        from.methods().get(each.getKey()),
                                        to.methods().get(each.getKey())))
                                .toList()))
                .toList();
    }

    private static Map<String, Set<MethodId>> methods(Bodies from, Bodies to) {
        List<SerializationHook> all = new ArrayList<>(from.hooks());
        all.addAll(to.hooks());
        return all.isEmpty() ? Map.of() : SerializationMethods.of(all);
    }

    private boolean changes() {
        return !before.hooks().equals(after.hooks());
    }

    /** The plans of a transition, with those of serialization. */
    List<ClassPlan> and(List<ClassPlan> plans) {
        List<ClassPlan> all = with(plans, before, after);
        if (changes()) {
            for (Map.Entry<String, JdkMethods> each : whole.entrySet()) {
                MethodId method = SerializationMethods.WHOLE.get(each.getKey());
                all = ClassPlan.merged(
                        all, ClassPlan.of(each.getKey(), List.of(each.getValue().guard(method))));
            }
        }
        return all;
    }

    /** The plans of one of both stacks alone, with that of serialization. */
    List<ClassPlan> settled(boolean isAfter, List<ClassPlan> plans) {
        Bodies bodies = isAfter ? after : before;
        return with(plans, bodies, bodies);
    }

    private static List<ClassPlan> with(List<ClassPlan> plans, Bodies from, Bodies to) {
        List<ClassPlan> all = plans;
        for (ClassPlan each : plans(from, to)) {
            all = ClassPlan.merged(all, each);
        }
        return all;
    }

    /** The methods whose frames hold a thread back, with those of serialization. */
    Map<String, Set<MethodId>> and(Map<String, Set<MethodId>> holding) {
        if (!changes()) {
            return holding;
        }
        Map<String, Set<MethodId>> more = new HashMap<>();
        SerializationMethods.WHOLE.forEach((name, method) -> more.put(name, Set.of(method)));
        return PlanBuilder.merged(PlanBuilder.merged(holding, more), methods(before, after));
    }
}
