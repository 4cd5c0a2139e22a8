package io.livepatch.samples.springbeans;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The probe sees the hole in the version that the patch is for. */
class ClassLoaderProbeTest {
    @Test
    void vulnerable_versionWithTheHole_isSeen() {
        assertThat(ClassLoaderProbe.vulnerable()).isTrue();
    }
}
