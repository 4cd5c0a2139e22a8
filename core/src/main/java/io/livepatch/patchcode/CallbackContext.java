package io.livepatch.patchcode;

import io.livepatch.api.PatchContext;
import io.livepatch.api.StaticState;
import io.livepatch.api.SystemState;
import java.util.Optional;
import java.util.function.Supplier;

/** What one call of a callback sees. */
final class CallbackContext implements PatchContext {
    private final String patch;
    private final ClassLoader loader;
    private final StateBook states;
    private final PreviousStates previous;
    private final boolean reversal;
    private final Supplier<? extends StaticState> statics;
    private volatile boolean over;

    CallbackContext(
            String patch,
            ClassLoader loader,
            StateBook states,
            PreviousStates previous,
            boolean reversal,
            Supplier<? extends StaticState> statics) {
        this.patch = patch;
        this.loader = loader;
        this.states = states;
        this.previous = previous;
        this.reversal = reversal;
        this.statics = statics;
    }

    /** The call has ended, or its time is over: what it left running may change nothing any more. */
    void end() {
        over = true;
    }

    @Override
    public String patch() {
        return patch;
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    @Override
    public SystemState state(String id) {
        requireOpen();
        return states.find(id)
                .orElseThrow(() -> new IllegalArgumentException("patch " + patch + " declares no state " + id
                        + ": annotate its callbacks with @ManagesState(id = \"" + id + "\")"));
    }

    @Override
    public Optional<SystemState> previousState(String id) {
        requireOpen();
        return previous.find(id);
    }

    @Override
    public boolean isReversal() {
        return reversal;
    }

    @Override
    public StaticState statics() {
        requireOpen();
        return statics.get();
    }

    private void requireOpen() {
        if (over) {
            throw new IllegalStateException("this callback of patch " + patch + " has ended, or its time is over");
        }
    }
}
