package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "30s, 30000",
        "30, 30000",
        "5m, 300000",
        "2h, 7200000",
        "0s, 0",
        "999999999h, 3599999996400000"
    })
    void convert_numberWithUnit_isThatTime(String text, long millis) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1.5s", "5 s", "5d", "1234567890s", "5S"})
    void convert_somethingElse_isRefused(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("30s");
    }

    @ParameterizedTest
    @CsvSource({"500, 500 ms", "1500, 1500 ms", "30000, 30 s", "90000, 90 s", "120000, 2 m", "7200000, 2 h", "0, 0 s"})
    void format_time_isShort(long millis, String text) {
        assertThat(DurationConverter.format(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
