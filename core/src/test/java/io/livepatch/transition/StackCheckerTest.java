package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackCheckerTest {
    private static boolean isPatched(StackTraceElement frame) {
        return frame.getMethodName().equals("patched");
    }

    private static StackTraceElement frame(String className, String method) {
        return new StackTraceElement(className, method, "File.java", 1);
    }

    private static StackTraceElement[] trace(StackTraceElement... innermostFirst) {
        return innermostFirst;
    }

    @Test
    void judgePlatform_noFrames_isClear() {
        assertThat(StackChecker.judgePlatform(trace(), StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Clear.class);
    }

    @Test
    void judgePlatform_noTrace_isUnreliable() {
        assertThat(StackChecker.judgePlatform(null, StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Unreliable.class);
    }

    @Test
    void judgePlatform_twoPatchedFrames_namesTheOutermost() {
        StackTraceElement outermost = frame("b.Outer", "patched");
        StackVerdict verdict = StackChecker.judgePlatform(
                trace(frame("a.Inner", "patched"), outermost, frame("java.lang.Thread", "run")),
                StackCheckerTest::isPatched);

        assertThat(verdict).isEqualTo(new StackVerdict.Blocked(outermost));
    }

    @Test
    void judgePlatform_reflectiveCallBeingEntered_isUnreliable() {
        StackTraceElement entering = new StackTraceElement(
                "jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor", "invoke0", "X.java", -2);

        assertThat(StackChecker.judgePlatform(trace(entering, frame("a.B", "main")), StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Unreliable.class);
        assertThat(StackChecker.judgePlatform(
                        trace(frame("a.B", "called"), entering, frame("a.B", "main")), StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Clear.class);
    }

    @Test
    void judgeVirtual_runsAndWasNotLookedAt_isUnreliable() {
        assertThat(StackChecker.judgeVirtual(null, StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Unreliable.class);
    }

    @Test
    void judgeVirtual_noFrames_isUnreliable() {
        assertThat(StackChecker.judgeVirtual(trace(), StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Unreliable.class);
    }

    @Test
    void judgeVirtual_cutOff_isUnreliableThoughNothingPatchedIsSeen() {
        assertThat(StackChecker.judgeVirtual(trace(frame("a.B", "recursion")), StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Unreliable.class);
    }

    @Test
    void judgeVirtual_whole_isJudgedLikeAnyOther() {
        StackTraceElement entry = frame("java.lang.VirtualThread", "run");

        assertThat(StackChecker.judgeVirtual(trace(frame("a.B", "work"), entry), StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Clear.class);
        assertThat(StackChecker.judgeVirtual(trace(frame("a.B", "patched"), entry), StackCheckerTest::isPatched))
                .isInstanceOf(StackVerdict.Blocked.class);
    }
}
