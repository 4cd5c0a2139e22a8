package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.api.SystemState;
import io.livepatch.model.Callbacks.DeclaredState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a patch can take over is what those below it have kept, and not those above it. */
class StatesBelowTest {
    private static final String CALLS = "public class Calls implements io.livepatch.api.PatchCallbacks { }";

    private LoadedPatch lower;
    private LoadedPatch without;
    private LoadedPatch upper;

    @BeforeEach
    void load() throws Exception {
        lower = Patches.declaring("lower", List.of(new DeclaredState("level", 1)), CALLS);
        without = Patches.calling("without", CALLS);
        upper = Patches.declaring("upper", List.of(new DeclaredState("level", 2)), CALLS);
    }

    private List<Layer> stack(LoadedPatch... patches) {
        return List.of(patches).stream().map(each -> Layer.on(List.of(), each)).toList();
    }

    @Test
    void find_patchIsNotInTheStack_isTheUppermost() {
        assertThat(new StatesBelow(without, stack(lower, upper)).find("level").map(SystemState::version))
                .hasValue(2);
    }

    @Test
    void find_patchIsInTheStack_isOneBelow() {
        List<Layer> stack = stack(lower, without, upper);

        assertThat(new StatesBelow(upper, stack).find("level").map(SystemState::version))
                .hasValue(1);
        assertThat(new StatesBelow(lower, stack).find("level")).isEmpty();
    }

    @Test
    void find_nobodyHasIt_isEmpty() {
        assertThat(new StatesBelow(upper, stack(lower)).find("other")).isEmpty();
    }
}
