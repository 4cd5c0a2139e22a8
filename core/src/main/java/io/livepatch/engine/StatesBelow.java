package io.livepatch.engine;

import io.livepatch.api.SystemState;
import io.livepatch.patchcode.PreviousStates;
import java.util.List;
import java.util.Optional;

/**
 * The states of the patches that a stack has below a patch, or of all of them if the patch is not in it yet: {@code klp_get_prev_state} of the
 * kernel.
 */
record StatesBelow(LoadedPatch patch, List<Layer> stack) implements PreviousStates {
    StatesBelow {
        stack = List.copyOf(stack);
    }

    @Override
    public Optional<SystemState> find(String id) {
        Optional<SystemState> last = Optional.empty();
        for (Layer each : stack) {
            if (each.patch() == patch) {
                break;
            }
            Optional<SystemState> state = each.patch().callbacks().states().find(id);
            last = state.isPresent() ? state : last;
        }
        return last;
    }
}
