package io.livepatch.engine;

import io.livepatch.control.ProbeResult;
import io.livepatch.control.Reply;
import io.livepatch.engine.History.Event;
import io.livepatch.model.PatchState;
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
        long end = System.nanoTime() + ProbeRun.PATIENCE.toNanos();
        List<ProbeResult> results = loaders(patch).stream()
                .map(loader -> ProbeRun.of(patch, loader, end - System.nanoTime()))
                .toList();
        if (!results.isEmpty()) {
            String text = results.stream().map(ProbeResult::toString).collect(Collectors.joining("; "));
            history.add(Event.PROBED, patch.name(), 0, 0, text);
        }
        return new Reply.Probed(patch.name(), results);
    }

    /** Where the patch is in force; of one that is not, wherever its classes are. */
    private Set<ClassLoader> loaders(LoadedPatch patch) {
        return patch.state() == PatchState.ENABLED
                ? PatchedLoaders.inForce(patch, registry, sweep).keySet()
                : PatchedLoaders.all(patch, sweep).keySet();
    }
}
