package io.livepatch.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.model.MethodId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchedFramesTest {
    private final PatchedFrames frames = PatchedFrames.of(Map.of(
            "a.B", List.of(MethodId.parse("c(I)V")),
            "java.lang.ClassLoader", List.of(MethodId.parse("loadClass(Ljava/lang/String;)Ljava/lang/Class;"))));

    @Test
    void contains_overloadOfAPatchedMethod_onlyMayHoldBack() {
        assertThat(frames.contains("a.B", "c", "(I)V")).isTrue();
        assertThat(frames.contains("a.B", "c", "()V")).isFalse();
        assertThat(frames.mayContain("a.B", "c")).isTrue();
        assertThat(frames.mayContain("a.B", "d")).isFalse();
    }

    @Test
    void contains_classBeingDefined_holdsBackWhateverTheDescriptor() {
        assertThat(frames.contains("java.lang.ClassLoader", "defineClass1", "()V"))
                .isTrue();
        assertThat(frames.contains("sun.instrument.InstrumentationImpl", "transform", "(I)V"))
                .isTrue();
        assertThat(frames.mayContain("java.lang.ClassLoader", "defineClass1")).isTrue();
        assertThat(frames.contains("java.lang.ClassLoader", "loadClass", "()V")).isFalse();
        assertThat(PatchedFrames.NONE.mayContain("java.lang.ClassLoader", "defineClass1"))
                .isFalse();
    }
}
