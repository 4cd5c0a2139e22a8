package io.livepatch.engine;

import io.livepatch.patchcode.CallbackThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the callbacks of patches run beside loaders that came after them. Run by the {@link CallbackThread}. */
final class LoaderArrivals implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LoaderArrivals.class);

    private final PatchRegistry registry;
    private final History history;
    private final ClassSweep sweep;

    LoaderArrivals(PatchRegistry registry, History history, ClassSweep sweep) {
        this.registry = registry;
        this.history = history;
        this.sweep = sweep;
    }

    @Override
    public void run() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            // for want of memory, say; the next look finds the same loaders
            LOG.warn("looking for loaders that callbacks wait for failed: {}", e.toString());
        }
    }

    private void look() {
        for (LoadedPatch patch : registry.patches()) {
            if (patch.callbacks().isWatching()) {
                TransitionJournal journal = new TransitionJournal(patch.name(), history, () -> 0);
                StatesBelow previous = new StatesBelow(patch, registry.enabled());
                PatchedLoaders.inForce(patch, registry, sweep)
                        .values()
                        .forEach(place -> patch.callbacks().arrive(place, previous, journal));
            }
        }
    }
}
