package io.livepatch.control;

import java.util.List;

/** The document of {@code livepatch threads}. */
public record ThreadsView(List<ThreadView> threads) {
    public ThreadsView {
        threads = List.copyOf(threads);
    }

    /**
     * A live thread.
     *
     * @param patchState -1 outside a transition, 0 unpatched, 1 patched
     * @param pending whether it still has to move
     */
    public record ThreadView(long id, String name, boolean virtual, int patchState, boolean pending) {}
}
