package io.livepatch.engine;

import io.livepatch.gate.PatchedFrames;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.weave.Body;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.MethodPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** From patches in stack order, oldest first, to what becomes of each class: the newest patch that names a method has it. */
final class PlanBuilder {
    private PlanBuilder() {}

    /** The way from one stack of patches to another: methods that differ have both bodies. */
    static List<ClassPlan> between(List<LoadedPatch> before, List<LoadedPatch> after) {
        Set<LoadedPatch> all = new LinkedHashSet<>(before);
        all.addAll(after);
        Map<String, Map<MethodId, List<Claim>>> claims = claims(all);
        List<ClassPlan> plans = new ArrayList<>();
        claims.forEach((className, methods) -> plans.add(ClassPlan.of(
                className,
                methods.values().stream()
                        .map(each -> methodPlan(className, each, before, after))
                        .toList(),
                excluded(methods.values()))));
        return plans;
    }

    /** Methods for which a patch was built against another body than the one that the patch below it brings. */
    static List<String> misfits(List<LoadedPatch> stack) {
        List<String> misfits = new ArrayList<>();
        claims(stack)
                .forEach((className, methods) -> methods.forEach((id, claims) -> {
                    for (int i = 1; i < claims.size(); i++) {
                        Claim lower = claims.get(i - 1);
                        if (!claims.get(i).method().from().equals(lower.method().to())) {
                            misfits.add(className + "." + id + " of patch "
                                    + lower.patch().name());
                        }
                    }
                }));
        return misfits;
    }

    /** The patches of a stack that lie above one of its patches and change a method that this one changes, by name. */
    static Set<String> builtOn(LoadedPatch patch, List<LoadedPatch> stack) {
        Set<String> above = new LinkedHashSet<>();
        claims(stack)
                .values()
                .forEach(methods -> methods.values().forEach(claims -> {
                    List<LoadedPatch> owners = claims.stream().map(Claim::patch).toList();
                    if (owners.contains(patch)) {
                        owners.stream().skip(owners.indexOf(patch) + 1L).forEach(each -> above.add(each.name()));
                    }
                }));
        return above;
    }

    /** Which patches name each method, in the order given. */
    private static Map<String, Map<MethodId, List<Claim>>> claims(Collection<LoadedPatch> patches) {
        Map<String, Map<MethodId, List<Claim>>> claims = new LinkedHashMap<>();
        for (LoadedPatch patch : patches) {
            for (PatchedClass each : patch.descriptor().classes()) {
                Map<MethodId, List<Claim>> methods = claims.computeIfAbsent(each.name(), name -> new LinkedHashMap<>());
                for (PatchedMethod method : each.methods()) {
                    methods.computeIfAbsent(method.id(), id -> new ArrayList<>())
                            .add(new Claim(patch, method));
                }
            }
        }
        return claims;
    }

    /** The bodies of one stack of patches alone. */
    static List<ClassPlan> settled(List<LoadedPatch> patches) {
        return between(patches, patches);
    }

    /** The frames that hold a thread back on the way that these plans make. */
    static PatchedFrames frames(List<ClassPlan> plans) {
        Map<String, Set<MethodId>> armed = plans.stream()
                .collect(Collectors.toMap(
                        ClassPlan::name,
                        plan -> plan.methods().values().stream()
                                .filter(each -> each.isArmed() && !each.immediate())
                                .map(MethodPlan::id)
                                .collect(Collectors.toSet())));
        armed.values().removeIf(Set::isEmpty);
        return PatchedFrames.of(armed);
    }

    /** A patch that names a method. */
    private record Claim(LoadedPatch patch, PatchedMethod method) {}

    private static MethodPlan methodPlan(
            String className, List<Claim> claims, List<LoadedPatch> before, List<LoadedPatch> after) {
        PatchedMethod oldest = claims.get(0).method();
        PatchedMethod newest = claims.get(claims.size() - 1).method();
        return new MethodPlan(
                oldest.id(),
                oldest.from(),
                newest.to(),
                top(className, claims, before),
                top(className, claims, after),
                claims.stream().allMatch(claim -> claim.method().immediate()));
    }

    private static Body top(String className, List<Claim> claims, List<LoadedPatch> stack) {
        Body top = Body.ORIGINAL;
        for (Claim claim : claims) {
            if (stack.contains(claim.patch())) {
                top = claim.patch().bodies(className);
            }
        }
        return top;
    }

    private static Predicate<ClassLoader> excluded(Collection<List<Claim>> claims) {
        List<LoaderSet> sets = claims.stream()
                .flatMap(List::stream)
                .map(Claim::patch)
                .distinct()
                .map(LoadedPatch::excluded)
                .toList();
        return loader -> sets.stream().anyMatch(set -> set.test(loader));
    }
}
