package io.livepatch.samples.demo;

import static io.livepatch.samples.service.Rule.FIXED;
import static io.livepatch.samples.service.Rule.VULNERABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally("phase");

    @Test
    void tally_answersByBothRules_isSoundButNotAllByOne() {
        tally.add(new Answer(200, true, List.of(FIXED, FIXED)));
        tally.add(new Answer(200, true, List.of(VULNERABLE, VULNERABLE)));

        assertThat(tally.answers()).isEqualTo(2);
        assertThatCode(tally::checkSound).doesNotThrowAnyException();
        assertThatThrownBy(() -> tally.checkAll(FIXED)).isInstanceOf(CheckFailed.class);
        assertThatThrownBy(() -> tally.checkAll(VULNERABLE)).isInstanceOf(CheckFailed.class);
    }

    @Test
    void tally_mixedAnswer_isNotSound() {
        tally.add(new Answer(200, true, List.of(VULNERABLE, FIXED)));

        assertThatThrownBy(tally::checkSound).hasMessageContaining("1 mixed").hasMessageContaining("VULNERABLE, FIXED");
    }

    @Test
    void tally_failedRequest_isNotSound() {
        tally.addFailure("connection refused");

        assertThatThrownBy(tally::checkSound).hasMessageContaining("1 failed").hasMessageContaining("refused");
    }
}
