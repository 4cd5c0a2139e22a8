package io.livepatch.engine;

import io.livepatch.control.ErrorKind;
import io.livepatch.model.Callbacks.DeclaredState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a patch can take over what enabled ones have changed outside of the code: {@code klp_is_patch_compatible} of the kernel.
 */
final class StateRules {
    private StateRules() {}

    /**
     * Checks a patch before anything is done for it.
     *
     * @param before the enabled patches
     * @param staying those of them whose place it does not take
     * @throws Refusal if one of them has a state with a higher version, or is to go and has one that the patch does not have
     */
    static void check(LoadedPatch patch, List<Layer> before, List<Layer> staying) throws Refusal {
        Map<String, DeclaredState> own = states(patch);
        for (Layer layer : before) {
            LoadedPatch other = layer.patch();
            if (other == patch) {
                continue;
            }
            for (DeclaredState theirs : states(other).values()) {
                Optional<DeclaredState> ours = Optional.ofNullable(own.get(theirs.id()));
                if (ours.isPresent() && ours.get().version() < theirs.version()) {
                    throw new Refusal(
                            ErrorKind.INCOMPATIBLE_STATE,
                            "patch " + patch.name() + " has state " + ours.get() + ", and patch " + other.name()
                                    + ", which is enabled, has changed it as version " + theirs.version()
                                    + "; disable that first, or apply a later version of the patch");
                }
                if (ours.isEmpty() && !staying.contains(layer)) {
                    throw new Refusal(
                            ErrorKind.INCOMPATIBLE_STATE,
                            "patch " + patch.name() + " would take the place of patch " + other.name()
                                    + " and does not have its state " + theirs
                                    + ", so nobody could undo that change; disable that patch first");
                }
            }
        }
    }

    private static Map<String, DeclaredState> states(LoadedPatch patch) {
        return patch.descriptor().code().callbacks().states().stream()
                .collect(Collectors.toMap(DeclaredState::id, Function.identity()));
    }
}
