package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.model.ReplaceSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StacksTest {
    private static final ReplaceSet MEMBER = new ReplaceSet("security", false);
    private static final ReplaceSet CUMULATIVE = new ReplaceSet("security", true);

    @Test
    void leftBy_cumulativePatch_areThePatchesOfOtherSets() throws Exception {
        Layer hotFix = Layer.on(List.of(), Patches.patch("hot-fix", 0, 1, Patches.B));
        Layer otherSet = Layer.on(List.of(), Patches.ofSet("tuning", new ReplaceSet("tuning", true), 0, 1, Patches.B));
        Layer member = Layer.on(List.of(), Patches.ofSet("cve-1", MEMBER, 0, 1, Patches.A));
        Layer earlier = Layer.on(List.of(), Patches.ofSet("cumulative-1", CUMULATIVE, 0, 2, Patches.A));

        assertThat(Stacks.leftBy(
                        Patches.ofSet("cumulative-2", CUMULATIVE, 0, 3, Patches.A),
                        List.of(hotFix, member, otherSet, earlier)))
                .containsExactly(hotFix, otherSet);
    }

    @Test
    void leftBy_memberThatReplacesNothing_areAll() throws Exception {
        Layer member = Layer.on(List.of(), Patches.ofSet("cve-1", MEMBER, 0, 1, Patches.A));

        assertThat(Stacks.leftBy(Patches.ofSet("cve-2", MEMBER, 0, 1, Patches.B), List.of(member)))
                .containsExactly(member);
    }

    @Test
    void leftBy_patchOfNoSet_areAll() throws Exception {
        Layer plain = Layer.on(List.of(), Patches.patch("plain", 0, 1, Patches.A));

        assertThat(Stacks.leftBy(Patches.patch("other", 0, 1, Patches.B), List.of(plain)))
                .containsExactly(plain);
    }
}
