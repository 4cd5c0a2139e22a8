package io.livepatch.engine;

import io.livepatch.model.MethodId;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.PatchPoints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From patches in stack order, oldest first, to what becomes of each class: the newest patch that changes a method has it. */
final class PlanBuilder {
    private PlanBuilder() {}

    /** The way from one stack of patches to another: methods that differ have both bodies. */
    static List<ClassPlan> between(List<Layer> before, List<Layer> after) {
        return claims(before, after).stream().map(ClassClaims::plan).toList();
    }

    /** The bodies of one stack of patches alone. */
    static List<ClassPlan> settled(List<Layer> stack) {
        return between(stack, stack);
    }

    /** The same way as {@link #between}, and the places where threads may move of their own accord. */
    static List<ClassPlan> transition(List<Layer> before, List<Layer> after) {
        List<ClassPlan> plans = new ArrayList<>(between(before, after));
        plans.add(PatchPoints.PLAN);
        return plans;
    }

    /** The methods whose frames hold a thread back on the way from one stack to another, by binary class name. */
    static Map<String, Set<MethodId>> holding(List<Layer> before, List<Layer> after) {
        Map<String, Set<MethodId>> holding = new HashMap<>();
        for (ClassClaims each : claims(before, after)) {
            Set<MethodId> methods = each.holding();
            if (!methods.isEmpty()) {
                holding.put(each.className(), methods);
            }
        }
        return holding;
    }

    /** All methods of two such maps. */
    static Map<String, Set<MethodId>> merged(Map<String, Set<MethodId>> some, Map<String, Set<MethodId>> others) {
        Map<String, Set<MethodId>> all = new HashMap<>(some);
        others.forEach((name, methods) -> all.merge(name, methods, (one, other) -> {
            Set<MethodId> both = new LinkedHashSet<>(one);
            both.addAll(other);
            return both;
        }));
        return all;
    }

    /** Methods for which the topmost patch was built against another body than the one that the patches below it bring. */
    static List<String> misfits(List<Layer> stack) {
        Layer top = stack.get(stack.size() - 1);
        List<String> misfits = new ArrayList<>();
        for (PatchedClass each : top.patch().descriptor().classes()) {
            for (PatchedMethod method : each.methods()) {
                Layer owner = owner(stack.subList(0, stack.size() - 1), each.name(), method.id());
                if (owner != null
                        && !owner.find(each.name(), method.id())
                                .orElseThrow()
                                .to()
                                .equals(method.from())) {
                    misfits.add(each.name() + "." + method.id() + " of patch "
                            + owner.patch().name());
                }
            }
        }
        return misfits;
    }

    /** The topmost layer that brings a body for a method, null if none does. */
    private static Layer owner(List<Layer> stack, String className, MethodId id) {
        Layer owner = null;
        for (Layer each : stack) {
            if (each.find(className, id).filter(method -> !method.isGuard()).isPresent()) {
                owner = each;
            }
        }
        return owner;
    }

    /** The patches of a stack that lie above one of its layers and change a method that this one changes, by name. */
    static Set<String> builtOn(Layer layer, List<Layer> stack) {
        Set<String> above = new LinkedHashSet<>();
        for (Layer each : stack.subList(stack.indexOf(layer) + 1, stack.size())) {
            if (each.isBuiltOn(layer)) {
                above.add(each.patch().name());
            }
        }
        return above;
    }

    /** Who names which method of each class, in stack order. */
    private static Collection<ClassClaims> claims(List<Layer> before, List<Layer> after) {
        Set<Layer> all = new LinkedHashSet<>(before);
        all.addAll(after);
        Map<String, ClassClaims> claims = new LinkedHashMap<>();
        for (Layer layer : all) {
            for (PatchedClass each : layer.patch().descriptor().classes()) {
                claims.computeIfAbsent(each.name(), name -> new ClassClaims(name, before, after))
                        .add(layer, each);
            }
        }
        return claims.values();
    }
}
