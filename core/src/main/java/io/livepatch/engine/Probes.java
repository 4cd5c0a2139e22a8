package io.livepatch.engine;

import io.livepatch.control.ProbeResult;
import io.livepatch.control.Reply;
import io.livepatch.engine.History.Event;
import io.livepatch.model.PatchState;
import io.livepatch.model.PatchedClass;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the probe of a patch in every loader that has the patched classes. Holds no lock while that runs. */
final class Probes {
    private final PatchRegistry registry;
    private final History history;
    private final ClassSweep sweep;

    Probes(PatchRegistry registry, History history, ClassSweep sweep) {
        this.registry = registry;
        this.history = history;
        this.sweep = sweep;
    }

    /** Without a probe, or without a loader that has its classes, there are no results. */
    Reply.Probed run(LoadedPatch patch) {
        if (patch.descriptor().code().probe().isEmpty()) {
            return new Reply.Probed(patch.name(), List.of());
        }
        List<ProbeResult> results = loaders(patch).stream()
                .map(loader -> ProbeRun.of(patch, loader))
                .toList();
        if (!results.isEmpty()) {
            String text = results.stream().map(ProbeResult::toString).collect(Collectors.joining("; "));
            history.add(Event.PROBED, patch.name(), 0, 0, text);
        }
        return new Reply.Probed(patch.name(), results);
    }

    /** Where the patch is in force; of one that is not, wherever its classes are. */
    private Set<ClassLoader> loaders(LoadedPatch patch) {
        Set<String> names = patch.descriptor().classes().stream()
                .map(PatchedClass::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean enabled = patch.state() == PatchState.ENABLED;
        Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
        sweep.outcomes(names).forEach((type, outcome) -> {
            ClassLoader loader = type.getClassLoader();
            boolean holds = registry.enabled().stream()
                    .anyMatch(layer -> layer.patch() == patch && outcome.isInForce() && layer.isIn(loader));
            if (!enabled || holds) {
                loaders.add(loader);
            }
        });
        return loaders;
    }
}
