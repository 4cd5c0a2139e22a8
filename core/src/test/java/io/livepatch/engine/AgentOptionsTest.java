package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class AgentOptionsTest {
    @ParameterizedTest
    @NullAndEmptySource
    void parse_nothing_takesOperatorsAndNoPatches(String text) {
        assertThat(AgentOptions.parse(text)).isEqualTo(new AgentOptions(Optional.empty(), true));
    }

    @Test
    void parse_bothOptions_inEitherOrder(@TempDir Path directory) {
        AgentOptions expected = new AgentOptions(Optional.of(directory.toFile()), false);
        assertThat(AgentOptions.parse("patches=" + directory + ",control=off")).isEqualTo(expected);
        assertThat(AgentOptions.parse("control=off,patches=" + directory)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
            patch=/tmp              -> unknown option "patch=/tmp"; known are patches=DIR and control=on|off
            patches                 -> option patches: "" is not a directory
            patches=/no/such/dir    -> option patches: "/no/such/dir" is not a directory
            control=maybe           -> option control is on or off, not "maybe"
            control                 -> option control is on or off, not ""
            control=on,control=off  -> option control is given twice
            control=on,             -> unknown option ""; known are patches=DIR and control=on|off
            ,                       -> unknown option ""; known are patches=DIR and control=on|off
            watch=true              -> option watch is not available in this version; known are patches=DIR and control=on|off
            trust=/x.p12            -> option trust is not available in this version; known are patches=DIR and control=on|off
            """)
    void parse_anythingElse_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> AgentOptions.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
