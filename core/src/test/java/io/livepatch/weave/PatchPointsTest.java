package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.api.PatchPoint;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class PatchPointsTest {
    private static final int ARMING = 3;

    private static byte[] classFile() throws Exception {
        String file = PatchPoint.class.getSimpleName() + ".class";
        try (InputStream in = PatchPoint.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }

    @Test
    void plan_classThatApplicationsCall_isMadeToAskAndNothingElse() throws Exception {
        assertThat(PatchPoints.PLAN.name()).isEqualTo(PatchPoint.class.getName());

        Weaver.Result result =
                Weaver.weave(classFile(), PatchPoints.PLAN.in(null).values(), ARMING);

        assertThat(result.outcome()).isInstanceOf(WeaveOutcome.Woven.class);
        TestDispatcher.lastSite = 0;
        byte[] woven = Redirected.toTestDispatcher(result.classFile());
        Class<?> type = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass(PatchPoint.class.getName(), woven, 0, woven.length);
            }
        }.define();
        type.getMethod("poll").invoke(null);
        assertThat(TestDispatcher.lastSite).isEqualTo(-1);
        assertThat(WovenClass.problems(result.classFile())).isEmpty();
    }

    @Test
    void plan_patchPoint_holdsNobody() {
        assertThat(PatchPoints.PLAN.in(null).values()).noneMatch(MethodPlan::isArmed);
    }
}
