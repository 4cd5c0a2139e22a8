package io.livepatch.it.corpus;

import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.TargetFailure;
import io.livepatch.it.harness.TargetJvm;
import java.time.Duration;

/** The threads of a target that use a library through its probe: the tests' side of {@code io.livepatch.it.target.ProbeLoad}. */
final class Probes {
    private static final String LOAD = "io.livepatch.it.target.ProbeLoad";
    private static final int THREADS = 3;
    /** Of each thread in a phase, from the second of which on nothing is made for the first time. */
    private static final int ROUNDS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final TargetJvm target;
    private final String probe;

    Probes(TargetJvm target, String probe) {
        this.target = target;
        this.probe = probe;
    }

    /** What the calls that began in a phase came to. */
    private record Counts(long vulnerable, long fixed, long failures, int rounds, String failure) {
        static Counts parse(String text) {
            String[] words = text.split(" ", 5);
            return new Counts(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Integer.parseInt(words[3]),
                    words[4]);
        }
    }

    /** Starts the threads, in the phase that {@link #look} waits for. */
    void start(String phase) {
        enter(phase);
        target.call(LOAD, "start", probe, Integer.toString(THREADS));
    }

    /** Begins a phase. */
    void enter(String phase) {
        target.call(LOAD, "enter", phase);
    }

    /** Waits until every thread has worked in the present phase, and says what all of them saw. */
    Sight look(String phase) {
        await("every thread uses the library, phase " + phase)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> counts(phase).rounds() >= ROUNDS);
        return sight(phase);
    }

    /** What the threads saw so far in calls that began in a phase. */
    Sight sight(String phase) {
        Counts counts = counts(phase);
        if (counts.failures() > 0) {
            return new Sight(Sight.Kind.FAILED, counts.failures() + " failures, the first: " + counts.failure());
        }
        boolean mixed = counts.vulnerable() > 0 && counts.fixed() > 0;
        Sight.Kind kind = mixed ? Sight.Kind.MIXED : counts.vulnerable() > 0 ? Sight.Kind.VULNERABLE : Sight.Kind.FIXED;
        return new Sight(kind, counts.vulnerable() + " calls vulnerable, " + counts.fixed() + " fixed");
    }

    /** Ends the threads. */
    void stop() {
        target.call(LOAD, "stop");
    }

    /** Calls the probe once, on the target's main thread. */
    static Sight once(TargetJvm target, String probe) {
        try {
            boolean vulnerable = Boolean.parseBoolean(target.call(probe, "vulnerable"));
            target.call(probe, "ordinary");
            return new Sight(vulnerable ? Sight.Kind.VULNERABLE : Sight.Kind.FIXED, "one call");
        } catch (TargetFailure e) {
            return new Sight(Sight.Kind.FAILED, e.getMessage());
        }
    }

    private Counts counts(String phase) {
        return Counts.parse(target.call(LOAD, "counts", phase));
    }
}
