package io.livepatch.engine;

import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.weave.AddedDefinitions;
import io.livepatch.weave.Body;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.MethodPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The layers that name methods of one class, on the way from one stack to another. Filled once, then read by any thread. */
final class ClassClaims {
    private final String className;
    private final List<Layer> before;
    private final List<Layer> after;
    private final Map<MethodId, List<Claim>> claims = new LinkedHashMap<>();

    /** A layer that names a method. */
    private record Claim(Layer layer, PatchedMethod method) {}

    ClassClaims(String className, List<Layer> before, List<Layer> after) {
        this.className = className;
        this.before = before;
        this.after = after;
    }

    /** Layers are added in stack order, oldest first. */
    void add(Layer layer, PatchedClass patched) {
        for (PatchedMethod method : patched.methods()) {
            claims.computeIfAbsent(method.id(), id -> new ArrayList<>()).add(new Claim(layer, method));
        }
    }

    String className() {
        return className;
    }

    ClassPlan plan() {
        List<MethodPlan> everywhere = methods(layer -> true);
        if (layers().stream().allMatch(Layer::isEverywhere)) {
            return ClassPlan.of(className, everywhere);
        }
        return new ClassPlan(className, loader -> ClassPlan.byId(methods(layer -> layer.isIn(loader))), this::addedIn);
    }

    /** What the layers that bring bodies for this class need in a loader. */
    private List<AddedDefinitions> addedIn(ClassLoader loader) {
        return layers().stream()
                .filter(each -> !each.added().isEmpty()
                        && each.isIn(loader)
                        && each.patch().bodies(className) != null)
                .map(Layer::added)
                .toList();
    }

    private Set<Layer> layers() {
        Set<Layer> layers = new LinkedHashSet<>();
        claims.values().forEach(each -> each.forEach(claim -> layers.add(claim.layer())));
        return layers;
    }

    private List<MethodPlan> methods(Predicate<Layer> present) {
        List<MethodPlan> methods = new ArrayList<>();
        for (List<Claim> all : claims.values()) {
            List<Claim> here =
                    all.stream().filter(claim -> present.test(claim.layer())).toList();
            if (!here.isEmpty()) {
                methods.add(method(here, present));
            }
        }
        return methods;
    }

    private MethodPlan method(List<Claim> here, Predicate<Layer> present) {
        Claim oldest = here.get(0);
        MethodId id = oldest.method().id();
        Fingerprint newest = here.get(here.size() - 1).method().to();
        return new MethodPlan(
                id,
                oldest.layer().original(className, id, present),
                newest,
                top(here, before),
                top(here, after),
                isImmediate(here),
                isGuarded(here));
    }

    private Body top(List<Claim> here, List<Layer> stack) {
        Body top = Body.ORIGINAL;
        for (Claim claim : here) {
            if (!claim.method().isGuard() && stack.contains(claim.layer())) {
                top = claim.layer().patch().bodies(className);
            }
        }
        return top;
    }

    /** Whether all that comes or goes of this method is outside the consistency rule. */
    private boolean isImmediate(List<Claim> here) {
        return here.stream()
                .filter(this::comesOrGoes)
                .allMatch(claim -> claim.method().immediate());
    }

    private boolean isGuarded(List<Claim> here) {
        return here.stream().anyMatch(claim -> claim.method().isGuard() && comesOrGoes(claim));
    }

    private boolean comesOrGoes(Claim claim) {
        return before.contains(claim.layer()) != after.contains(claim.layer());
    }

    /**
     * The methods whose frames hold a thread back. Frames are told apart by name and not by loader, so it is enough that a method
     * could be armed in one: a layer that some loader lacks leaves others visible there.
     */
    Set<MethodId> holding() {
        Set<MethodId> holding = new LinkedHashSet<>();
        boolean everywhere = layers().stream().allMatch(Layer::isEverywhere);
        for (MethodPlan each : methods(layer -> true)) {
            boolean mayBeArmed =
                    everywhere ? each.isArmed() : claims.get(each.id()).stream().anyMatch(this::comesOrGoes);
            if (mayBeArmed && !each.immediate()) {
                holding.add(each.id());
            }
        }
        return holding;
    }
}
