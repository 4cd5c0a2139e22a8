package io.livepatch.samples.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what another thread or process will make true. */
final class Poll {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 20;

    private Poll() {}

    /**
     * Asks again and again until there is an answer.
     *
     * @param what is waited for, for the message
     * @throws CheckFailed if there is none after half a minute
     */
    static <T> T until(String what, Callable<Optional<T>> question) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Optional<T> answer = question.call();
        while (answer.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new CheckFailed("waited " + LIMIT.toSeconds() + " s in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            answer = question.call();
        }
        return answer.get();
    }
}
