package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.gate.PatchedFrames;
import io.livepatch.model.Fingerprint;
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
    private Layer lower;
    private Layer upper;

    @BeforeEach
    void twoPatchesThatShareMethodA() throws Exception {
        older = Patches.patch("older", 0, 1, Patches.A, Patches.B);
        newer = Patches.patch("newer", 1, 2, Patches.A);
        lower = Layer.on(List.of(), older);
        upper = Layer.on(List.of(lower), newer);
    }

    private static MethodPlan method(List<ClassPlan> plans, MethodId id) {
        return method(plans, id, null);
    }

    private static MethodPlan method(List<ClassPlan> plans, MethodId id, ClassLoader loader) {
        assertThat(plans).hasSize(1);
        return plans.get(0).in(loader).get(id);
    }

    private static Fingerprint from(LoadedPatch patch) {
        return patch.descriptor().classes().get(0).methods().get(0).from();
    }

    @Test
    void between_firstPatch_leadsFromTheOriginalToIt() {
        MethodPlan plan = method(PlanBuilder.between(List.of(), List.of(lower)), Patches.A);

        assertThat(plan.from()).isSameAs(Body.ORIGINAL);
        assertThat(plan.to()).isSameAs(older.bodies("T"));
        assertThat(plan.isArmed()).isTrue();
    }

    @Test
    void between_secondPatchOnTop_leadsFromTheFirstToTheSecondAndLeavesTheRest() {
        List<ClassPlan> plans = PlanBuilder.between(List.of(lower), List.of(lower, upper));

        MethodPlan shared = method(plans, Patches.A);
        assertThat(shared.from()).isSameAs(older.bodies("T"));
        assertThat(shared.to()).isSameAs(newer.bodies("T"));
        assertThat(method(plans, Patches.B).isArmed()).isFalse();
        assertThat(method(plans, Patches.B).to()).isSameAs(older.bodies("T"));
    }

    @Test
    void between_lowerPatchTakenOut_changesOnlyWhatTheUpperDoesNotCover() {
        List<ClassPlan> plans = PlanBuilder.between(List.of(lower, upper), List.of(upper));

        assertThat(method(plans, Patches.A).isArmed()).isFalse();
        assertThat(method(plans, Patches.B).from()).isSameAs(older.bodies("T"));
        assertThat(method(plans, Patches.B).to()).isSameAs(Body.ORIGINAL);
    }

    @Test
    void settled_withTheLowerPatchGone_stillExpectsTheBodyThatNoPatchBrought() {
        MethodPlan plan = method(PlanBuilder.settled(List.of(upper)), Patches.A);

        assertThat(plan.original()).isEqualTo(from(older)).isNotEqualTo(from(newer));
        assertThat(plan.to()).isSameAs(newer.bodies("T"));
    }

    @Test
    void settled_patchOnTopOfOneThatWasItselfPutOnAnother_expectsTheBodyThatNoPatchBrought() throws Exception {
        LoadedPatch newest = Patches.patch("newest", 2, 3, Patches.A);
        Layer top = Layer.on(List.of(upper), newest);

        assertThat(method(PlanBuilder.settled(List.of(top)), Patches.A).original())
                .isEqualTo(from(older));
    }

    @Test
    void between_replacement_bringsTheOriginalBackWhereItNamesAMethodNoMore() throws Exception {
        LoadedPatch cumulative = Patches.patch("cumulative", 0, 4, Patches.A);
        Layer replacing = Layer.on(List.of(), cumulative);
        List<ClassPlan> plans = PlanBuilder.between(List.of(lower, upper), List.of(replacing));

        assertThat(method(plans, Patches.A).from()).isSameAs(newer.bodies("T"));
        assertThat(method(plans, Patches.A).to()).isSameAs(cumulative.bodies("T"));
        assertThat(method(plans, Patches.B).from()).isSameAs(older.bodies("T"));
        assertThat(method(plans, Patches.B).to()).isSameAs(Body.ORIGINAL);
    }

    @Test
    void between_classAsLoaded_mustHaveTheBodiesOfTheOldestPatch() {
        MethodPlan plan = method(PlanBuilder.between(List.of(lower), List.of(lower, upper)), Patches.A);

        assertThat(plan.original()).isEqualTo(from(older));
        assertThat(plan.newest())
                .isEqualTo(newer.descriptor().classes().get(0).methods().get(0).to());
    }

    @Test
    void between_guard_asksThoughTheBodyStaysAndOnlyWhileItsPatchMoves() throws Exception {
        Layer guarding = Layer.on(List.of(), Patches.guarding("guarding", 0, 1, Patches.A, Patches.B));

        MethodPlan moving = method(PlanBuilder.between(List.of(), List.of(guarding)), Patches.B);
        assertThat(moving.from()).isSameAs(Body.ORIGINAL).isSameAs(moving.to());
        assertThat(moving.isArmed()).isTrue();
        assertThat(method(PlanBuilder.settled(List.of(guarding)), Patches.B).isArmed())
                .isFalse();
        assertThat(PatchedFrames.of(PlanBuilder.holding(List.of(), List.of(guarding)))
                        .contains("T", "b", "()I"))
                .isTrue();
    }

    @Test
    void between_methodThatOneMovingPatchGuardsAndAnotherChanges_keepsTheChangedBody() throws Exception {
        Layer changing = Layer.on(List.of(), Patches.patch("changing", 0, 1, Patches.B));
        Layer guarding = Layer.on(List.of(changing), Patches.guarding("guarding", 0, 1, Patches.A, Patches.B));

        MethodPlan plan = method(PlanBuilder.between(List.of(changing), List.of(changing, guarding)), Patches.B);
        assertThat(plan.from()).isSameAs(changing.patch().bodies("T")).isSameAs(plan.to());
        assertThat(plan.guarded()).isTrue();
    }

    @Test
    void misfits_patchBuiltOnTheOneBelow_areNone() {
        assertThat(PlanBuilder.misfits(List.of(lower, upper))).isEmpty();
    }

    @Test
    void misfits_patchBuiltOnTheOriginal_nameTheMethodAndThePatchBelow() throws Exception {
        Layer unaware = Layer.on(List.of(lower), Patches.patch("unaware", 0, 3, Patches.A));

        assertThat(PlanBuilder.misfits(List.of(lower, unaware))).containsExactly("T.a()I of patch older");
    }

    @Test
    void builtOn_upperPatch_isNamed() {
        assertThat(PlanBuilder.builtOn(lower, List.of(lower, upper))).containsExactly("newer");
        assertThat(PlanBuilder.builtOn(upper, List.of(lower, upper))).isEmpty();
    }

    @Test
    void frames_holdOnlyMethodsThatChangeAndTheClassInitialiser() {
        PatchedFrames frames = PatchedFrames.of(PlanBuilder.holding(List.of(lower), List.of(lower, upper)));

        assertThat(frames.contains("T", "a", "()I")).isTrue();
        assertThat(frames.contains("T", "b", "()I")).isFalse();
        assertThat(frames.contains("T", "<clinit>", "()V")).isTrue();
    }

    @Test
    void excludedLoader_keepsWhatOtherPatchesBringThere() {
        ClassLoader other = new ClassLoader() {};
        Layer restricted = upper.excluding(new LoaderSet(List.of(other)));

        List<ClassPlan> plans = PlanBuilder.settled(List.of(lower, restricted));

        assertThat(method(plans, Patches.A, other).to()).isSameAs(older.bodies("T"));
        assertThat(method(plans, Patches.A, null).to()).isSameAs(newer.bodies("T"));
    }

    @Test
    void excludedLoader_ofTheOnlyPatch_isLeftAsItIs() {
        ClassLoader other = new ClassLoader() {};
        Layer restricted = lower.excluding(new LoaderSet(List.of(other)));

        ClassPlan plan = PlanBuilder.settled(List.of(restricted)).get(0);

        assertThat(plan.in(other)).isEmpty();
        assertThat(plan.in(getClass().getClassLoader())).isNotEmpty();
    }

    @Test
    void frames_ofALowerPatchThatGoes_holdWhereALoaderLacksTheUpperOne() {
        ClassLoader other = new ClassLoader() {};
        Layer restricted = upper.excluding(new LoaderSet(List.of(other)));

        assertThat(PatchedFrames.of(PlanBuilder.holding(List.of(lower, upper), List.of(upper)))
                        .contains("T", "a", "()I"))
                .isFalse();
        assertThat(PatchedFrames.of(PlanBuilder.holding(List.of(lower, restricted), List.of(restricted)))
                        .contains("T", "a", "()I"))
                .isTrue();
    }
}
