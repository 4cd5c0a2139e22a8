package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.gate.PatchedFrames;
import io.livepatch.model.MethodId;
import io.livepatch.weave.ClassPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnumsOnTheMoveTest {
    private static final ClassPlan PLAN = ClassPlan.of("java.lang.Class", List.of());

    private final EnumsOnTheMove enums = new EnumsOnTheMove(Set.of("a.B"), null, PLAN);

    @Test
    void and_threadThatFillsACache_isHeldLikeOneInAPatchedMethod() {
        Map<String, Set<MethodId>> patched =
                Map.of("java.lang.Class", Set.of(new MethodId("getName", "()Ljava/lang/String;")));

        PatchedFrames frames = PatchedFrames.of(enums.and(patched));

        assertThat(frames.contains("java.lang.Class", "getEnumConstantsShared", "()[Ljava/lang/Object;"))
                .isTrue();
        assertThat(frames.contains("java.lang.Class", "enumConstantDirectory", "()Ljava/util/Map;"))
                .isTrue();
        assertThat(frames.contains("java.lang.Class", "getName", "()Ljava/lang/String;"))
                .isTrue();
    }

    @Test
    void and_patchOfTheSameClass_isOnePlanWithBoth() {
        ClassPlan other = ClassPlan.of("a.B", List.of());

        List<ClassPlan> plans = enums.and(List.of(other, PLAN));

        assertThat(plans).extracting(ClassPlan::name).containsExactly("a.B", "java.lang.Class");
    }
}
