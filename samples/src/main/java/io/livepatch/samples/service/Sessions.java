package io.livepatch.samples.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.core.Authentication;

/**
 * The service's session store as one request sees it; the voter asks it how far an authentication is to be trusted. It
 * answers that nobody is anonymous or remembered, but takes its time, as a store across a network does.
 *
 * <p>The voter's {@code isFullyAuthenticated}, the method that the fix changes, asks twice: {@link #isAnonymous} near its
 * beginning and {@link #isRememberMe} just before its end. Each time the rule then in force is noted, found by calling the
 * voter anew. So a request that runs old and new code within one call of that method notes two different rules. What this
 * does not see: a request that meets one rule in one call and another rule in a later one, which per-thread consistency
 * allows since no patched method is on the stack between the two.
 */
final class Sessions implements AuthenticationTrustResolver {
    /** The usual delay. It makes requests overlap with whatever is done to the code they run. */
    static final Runnable QUICK = () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));

    private final Runnable delay;
    private final List<Rule> rulesSeen = new ArrayList<>();

    /**
     * For one request, used by its thread only.
     *
     * @param delay returns when the store has the answer
     */
    Sessions(Runnable delay) {
        this.delay = delay;
    }

    @Override
    public boolean isAnonymous(Authentication authentication) {
        rulesSeen.add(AccessDecision.ruleInForce());
        delay.run();
        return false;
    }

    @Override
    public boolean isRememberMe(Authentication authentication) {
        rulesSeen.add(AccessDecision.ruleInForce());
        return false;
    }

    /** The rule in force at each question, in order; empty if the voter asked none. */
    List<Rule> rulesSeen() {
        return List.copyOf(rulesSeen);
    }
}
