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

    /** The methods of descriptors for the hooks of a stack; null for no hooks. */
    private record Bodies(List<SerializationHook> hooks, JdkMethods methods) {}

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
            return new HookedSerialization(new Bodies(from, null), new Bodies(to, null), Map.of());
        }
        Map<Class<?>, byte[]> classFiles = new HashMap<>();
        Set<String> names = Set.copyOf(CLASSES.stream().map(Class::getName).toList());
        classFiles.putAll(sweep.capture(names));
        for (Class<?> each : CLASSES) {
            if (classFiles.get(each) == null) {
                throw new WeavingException("this JVM lets nobody change " + each.getName()
                        + ", which looks for methods that the patch adds");
            }
        }
        Bodies old = bodies(from, classFiles.get(ObjectStreamClass.class));
        Map<String, JdkMethods> whole = new HashMap<>();
        for (Class<?> each : CLASSES) {
            MethodId method = SerializationMethods.WHOLE.get(each.getName());
            if (method != null) {
                whole.put(each.getName(), JdkMethods.unchanged(each.getName(), classFiles.get(each), method));
            }
        }
        return new HookedSerialization(
                old, from.equals(to) ? old : bodies(to, classFiles.get(ObjectStreamClass.class)), whole);
    }

    private static Bodies bodies(List<SerializationHook> hooks, byte[] classFile) throws WeavingException {
        if (hooks.isEmpty()) {
            return new Bodies(hooks, null);
        }
        Bodies bodies = new Bodies(hooks, SerializationMethods.knowing(classFile, hooks));
        List<String> problems = WeaveCheck.ofLoaded(
                        ObjectStreamClass.class, classFile, plan(bodies, bodies), new PreparedWeaves())
                .problems();
        if (!problems.isEmpty()) {
            throw new WeavingException(SerializationMethods.CLASS + " cannot be woven: " + problems.get(0));
        }
        return bodies;
    }

    /** The newest patch first: its method is the one that counts where two add the same. */
    private static List<SerializationHook> hooks(List<Layer> stack) {
        List<SerializationHook> hooks = new ArrayList<>();
        stack.forEach(each -> hooks.addAll(0, each.patch().descriptor().hooks()));
        return hooks;
    }

    private static ClassPlan plan(Bodies from, Bodies to) {
        List<SerializationHook> all = new ArrayList<>(from.hooks());
        all.addAll(to.hooks());
        return ClassPlan.of(
                SerializationMethods.CLASS,
                SerializationMethods.of(all).stream()
                        .map(each -> JdkMethods.plan(each, from.methods(), to.methods()))
                        .toList());
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
        boolean none = from.hooks().isEmpty() && to.hooks().isEmpty();
        return none ? plans : ClassPlan.merged(plans, plan(from, to));
    }

    /** The methods whose frames hold a thread back, with those of serialization. */
    Map<String, Set<MethodId>> and(Map<String, Set<MethodId>> holding) {
        if (!changes()) {
            return holding;
        }
        List<SerializationHook> all = new ArrayList<>(before.hooks());
        all.addAll(after.hooks());
        Map<String, Set<MethodId>> more = new HashMap<>();
        more.put(SerializationMethods.CLASS, SerializationMethods.of(all));
        SerializationMethods.WHOLE.forEach((name, method) -> more.put(name, Set.of(method)));
        return PlanBuilder.merged(holding, more);
    }
}
