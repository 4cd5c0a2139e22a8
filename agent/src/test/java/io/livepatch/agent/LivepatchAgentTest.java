package io.livepatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivepatchAgentTest {
    @ParameterizedTest
    @CsvSource({"1.7, 7", "1.8, 8", "9, 9", "17, 17", "25, 25"})
    void feature_ofASpecificationVersion_isItsNumber(String version, int feature) {
        assertThat(LivepatchAgent.feature(version)).isEqualTo(feature);
    }
}
