package io.livepatch.samples.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The changed class, with the vulnerable release of the library. */
class AccessDecisionTest {
    private final Sessions sessions = new Sessions(() -> {});

    @Test
    void decide_noCredentials_deniesWithoutAskingTheVoter() {
        Verdict verdict = AccessDecision.decide(null, sessions);

        assertThat(verdict.granted()).isFalse();
        assertThat(verdict.rulesSeen()).isEmpty();
    }

    @Test
    void decide_unknownCredentials_denies() {
        assertThat(AccessDecision.decide("Bearer mallory", sessions).granted()).isFalse();
    }

    @Test
    void decide_knownUser_grants() {
        assertThat(AccessDecision.decide(AccessDecision.TOKEN, sessions).granted())
                .isTrue();
    }
}
