package io.livepatch.samples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a redefinition is there to be in force, not to be called
class AccessDecisionTest {
    private final Sessions sessions = new Sessions(Sessions.QUICK);

    @Test
    void accessDecision_noCredentialsVulnerableRelease_grants() {
        Verdict verdict = AccessDecision.decide(null, sessions);

        assertThat(verdict.granted()).isTrue();
        assertThat(verdict.rulesSeen()).containsExactly(Rule.VULNERABLE, Rule.VULNERABLE);
    }

    @Test
    void accessDecision_noCredentialsFixedRelease_deniesWithoutAskingTheStore() throws Exception {
        try (PlainRedefinition fixed = new PlainRedefinition()) {
            Verdict verdict = AccessDecision.decide(null, sessions);

            assertThat(verdict.granted()).isFalse();
            assertThat(verdict.rulesSeen()).isEmpty();
        }
    }

    @Test
    void accessDecision_knownUserFixedRelease_grants() throws Exception {
        try (PlainRedefinition fixed = new PlainRedefinition()) {
            Verdict verdict = AccessDecision.decide(AccessDecision.TOKEN, sessions);

            assertThat(verdict.granted()).isTrue();
            assertThat(verdict.rulesSeen()).containsExactly(Rule.FIXED, Rule.FIXED);
        }
    }

    @Test
    void accessDecision_redefinedUnderARequest_showsBothRules() throws Exception {
        SlowLane slowLane = new SlowLane();
        FutureTask<Verdict> request = new FutureTask<>(() -> AccessDecision.decide(null, new Sessions(slowLane)));
        new Thread(request, "slow").start();
        await().until(() -> slowLane.heldThreads().contains("slow"));

        try (PlainRedefinition fixed = new PlainRedefinition()) {
            slowLane.release();

            assertThat(request.get(10, TimeUnit.SECONDS).rulesSeen()).containsExactly(Rule.VULNERABLE, Rule.FIXED);
        }
    }
}
