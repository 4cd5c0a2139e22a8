package io.livepatch.transition;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a step of a transition done whatever it throws. Between two phases there is no way back, and every gate answers safely
 * meanwhile; but a coordinator that died would leave a transition that nobody can end, and that none can follow.
 */
final class StepRetry {
    private static final Logger LOG = LoggerFactory.getLogger(StepRetry.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TransitionSteps steps;

    StepRetry(TransitionSteps steps) {
        this.steps = steps;
    }

    /** Does it again until it succeeds, with a pause in between. */
    void insist(String step, Runnable body) {
        for (boolean told = false; ; ) {
            try {
                body.run();
                return;
            } catch (RuntimeException | Error e) {
                told = told || tell(step, e);
                Pauses.park(this, PAUSE_NANOS);
            }
        }
    }

    /**
     * Logs a failure, and has it recorded for the operator.
     *
     * @return false if that failed too: it needs memory as well
     */
    boolean tell(String step, Throwable cause) {
        try {
            LOG.warn("a step of the transition failed ({}): {}", step, cause.toString());
            steps.stepFailed(step, cause);
            return true;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }
}
