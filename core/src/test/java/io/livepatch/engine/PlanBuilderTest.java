package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.gate.PatchedFrames;
import io.livepatch.model.MethodId;
import io.livepatch.weave.Body;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.MethodPlan;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanBuilderTest {
    private LoadedPatch older;
    private LoadedPatch newer;

    @BeforeEach
    void twoPatchesThatShareMethodA() throws Exception {
        older = Patches.patch("older", 0, 1, Patches.A, Patches.B);
        newer = Patches.patch("newer", 1, 2, Patches.A);
    }

    private static MethodPlan method(List<ClassPlan> plans, MethodId id) {
        assertThat(plans).hasSize(1);
        return plans.get(0).methods().get(id);
    }

    @Test
    void between_firstPatch_leadsFromTheOriginalToIt() {
        MethodPlan plan = method(PlanBuilder.between(List.of(), List.of(older)), Patches.A);

        assertThat(plan.from()).isSameAs(Body.ORIGINAL);
        assertThat(plan.to()).isSameAs(older.bodies("T"));
        assertThat(plan.isArmed()).isTrue();
    }

    @Test
    void between_secondPatchOnTop_leadsFromTheFirstToTheSecondAndLeavesTheRest() {
        List<ClassPlan> plans = PlanBuilder.between(List.of(older), List.of(older, newer));

        MethodPlan shared = method(plans, Patches.A);
        assertThat(shared.from()).isSameAs(older.bodies("T"));
        assertThat(shared.to()).isSameAs(newer.bodies("T"));
        assertThat(method(plans, Patches.B).isArmed()).isFalse();
        assertThat(method(plans, Patches.B).to()).isSameAs(older.bodies("T"));
    }

    @Test
    void between_lowerPatchTakenOut_changesOnlyWhatTheUpperDoesNotCover() {
        List<ClassPlan> plans = PlanBuilder.between(List.of(older, newer), List.of(newer));

        assertThat(method(plans, Patches.A).isArmed()).isFalse();
        assertThat(method(plans, Patches.B).from()).isSameAs(older.bodies("T"));
        assertThat(method(plans, Patches.B).to()).isSameAs(Body.ORIGINAL);
    }

    @Test
    void between_classAsLoaded_mustHaveTheBodiesOfTheOldestPatch() {
        MethodPlan plan = method(PlanBuilder.between(List.of(older), List.of(older, newer)), Patches.A);

        assertThat(plan.original())
                .isEqualTo(older.descriptor().classes().get(0).methods().get(0).from());
        assertThat(plan.newest())
                .isEqualTo(newer.descriptor().classes().get(0).methods().get(0).to());
    }

    @Test
    void misfits_patchBuiltOnTheOneBelow_areNone() {
        assertThat(PlanBuilder.misfits(List.of(older, newer))).isEmpty();
    }

    @Test
    void misfits_patchBuiltOnTheOriginal_nameTheMethodAndThePatchBelow() throws Exception {
        LoadedPatch unaware = Patches.patch("unaware", 0, 3, Patches.A);

        assertThat(PlanBuilder.misfits(List.of(older, unaware))).containsExactly("T.a()I of patch older");
    }

    @Test
    void frames_holdOnlyMethodsThatChangeAndTheClassInitialiser() {
        PatchedFrames frames = PlanBuilder.frames(PlanBuilder.between(List.of(older), List.of(older, newer)));

        assertThat(frames.contains("T", "a", "()I")).isTrue();
        assertThat(frames.contains("T", "b", "()I")).isFalse();
        assertThat(frames.contains("T", "<clinit>", "()V")).isTrue();
    }

    @Test
    void excludedLoader_isExcludedFromEveryClassOfThePatch() {
        ClassLoader other = new ClassLoader() {};
        older.exclude(new LoaderSet(List.of(other)));

        ClassPlan plan = PlanBuilder.settled(List.of(older)).get(0);

        assertThat(plan.excluded().test(other)).isTrue();
        assertThat(plan.excluded().test(getClass().getClassLoader())).isFalse();
    }
}
