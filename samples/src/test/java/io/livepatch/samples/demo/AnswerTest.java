package io.livepatch.samples.demo;

import static io.livepatch.samples.service.Rule.FIXED;
import static io.livepatch.samples.service.Rule.VULNERABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.samples.service.Rule;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final boolean USER = true;
    private static final boolean ANONYMOUS = false;

    @Test
    void answer_parsed_hasTheRulesInOrder() throws IOException {
        Answer answer = Answer.parse(200, USER, "granted=true\nrules=VULNERABLE,FIXED\nthread=request-1\n");

        assertThat(answer).isEqualTo(new Answer(200, USER, List.of(VULNERABLE, FIXED)));
    }

    @Test
    void answer_parsedWithoutRules_hasNone() throws IOException {
        assertThat(Answer.parse(403, ANONYMOUS, "granted=false\nrules=\nthread=request-1\n")
                        .rules())
                .isEmpty();
    }

    @Test
    void answer_oneRuleThroughout_isByThatRule() {
        assertThat(answer(200, USER, VULNERABLE, VULNERABLE).rule()).contains(VULNERABLE);
        assertThat(answer(200, USER, FIXED, FIXED).rule()).contains(FIXED);
        assertThat(answer(200, ANONYMOUS, VULNERABLE, VULNERABLE).rule()).contains(VULNERABLE);
        assertThat(answer(403, ANONYMOUS).rule()).contains(FIXED);
    }

    @Test
    void answer_twoRules_isMixed() {
        assertThat(answer(200, USER, VULNERABLE, FIXED).rule()).isEmpty();
        assertThat(answer(200, ANONYMOUS, VULNERABLE, FIXED).rule()).isEmpty();
        assertThat(answer(200, USER, FIXED, VULNERABLE).rule()).isEmpty();
    }

    @Test
    void answer_outcomeAgainstTheRuleSeen_isMixed() {
        assertThat(answer(200, ANONYMOUS, FIXED, FIXED).rule()).isEmpty();
        assertThat(answer(403, ANONYMOUS, VULNERABLE, VULNERABLE).rule()).isEmpty();
        assertThat(answer(200, ANONYMOUS).rule()).isEmpty();
    }

    @Test
    void answer_userTurnedAwayOrServiceBroken_isFailed() {
        assertThat(answer(403, USER).failed()).isTrue();
        assertThat(answer(500, ANONYMOUS).failed()).isTrue();
        assertThat(answer(403, ANONYMOUS).failed()).isFalse();
        assertThat(answer(200, USER, FIXED, FIXED).failed()).isFalse();
    }

    private static Answer answer(int status, boolean credentials, Rule... rules) {
        return new Answer(status, credentials, List.of(rules));
    }
}
