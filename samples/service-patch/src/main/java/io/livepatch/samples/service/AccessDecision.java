package io.livepatch.samples.service;

import java.util.Collection;
import java.util.List;
import org.springframework.security.access.AccessDecisionVoter;
import org.springframework.security.access.ConfigAttribute;
import org.springframework.security.access.SecurityConfig;
import org.springframework.security.access.vote.AuthenticatedVoter;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * Asks the voter whether a request may pass: the class of the service of this name, with its {@link #decide} changed. By the advisory only applications that
 * call the voter with {@code null} are affected, and this one does so no more.
 */
final class AccessDecision {
    /** The credentials of the one known user, as sent in the {@code Authorization} header. */
    static final String TOKEN = "Bearer alice";

    private static final Collection<ConfigAttribute> FULLY_AUTHENTICATED =
            List.of(new SecurityConfig("IS_AUTHENTICATED_FULLY"));
    private static final Object REPORT = "report";
    private static final Authentication ALICE =
            UsernamePasswordAuthenticationToken.authenticated("alice", null, List.of());

    private AccessDecision() {}

    /**
     * Decides about one request. Who has no known credentials is denied here: the voter may not be asked about {@code null}.
     *
     * @param credentials content of the {@code Authorization} header, null if there was none
     * @param sessions made for this request
     */
    static Verdict decide(String credentials, Sessions sessions) {
        AuthenticatedVoter voter = new AuthenticatedVoter();
        voter.setAuthenticationTrustResolver(sessions);
        boolean granted = TOKEN.equals(credentials) && grants(voter, ALICE);
        return new Verdict(granted, sessions.rulesSeen(), Thread.currentThread().getName());
    }

    /** The rule this thread meets if it calls the voter now. */
    static Rule ruleInForce() {
        return grants(new AuthenticatedVoter(), null) ? Rule.VULNERABLE : Rule.FIXED;
    }

    private static boolean grants(AuthenticatedVoter voter, Authentication authentication) {
        return voter.vote(authentication, REPORT, FULLY_AUTHENTICATED) == AccessDecisionVoter.ACCESS_GRANTED;
    }
}
