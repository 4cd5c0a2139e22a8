package io.livepatch.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a command that starts a transition waits for it, and what it does then. */
@Command
final class TransitionOptions {
    static final String TIMEOUT =
            "How long to wait, as a number with ms, s, m or h; without unit seconds. No limit by default.";

    @Option(
            names = "--on-timeout",
            paramLabel = "wait|reverse|force",
            description =
                    "When the time is over: leave the transition running and return 4 (wait, the default), turn it"
                            + " round and return 5 when it is back (reverse), or move the remaining threads,"
                            + " consistency or not (force).",
            order = 11)
    OnTimeout onTimeout = OnTimeout.WAIT;

    @Option(names = "--no-wait", description = "Return when the transition runs.", order = 12)
    boolean noWait;

    private Deadline deadline = Deadline.NEVER;
    private Optional<Duration> timeout = Optional.empty();

    /** What to do when the time is over. */
    enum OnTimeout {
        WAIT,
        REVERSE,
        FORCE;

        /** As the operator writes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The clock runs from here: from the call, as far as the tool can tell. */
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = TIMEOUT,
            order = 10)
    void setTimeout(Duration time) {
        timeout = Optional.of(time);
        deadline = Deadline.in(time);
    }

    /** Refuses what the operator would wait for in vain. */
    void check() throws CommandException {
        if (noWait && onTimeout != OnTimeout.WAIT) {
            throw new CommandException(
                    Problem.USAGE,
                    "--no-wait returns before the time is over, so --on-timeout " + onTimeout
                            + " would never happen: leave one of them out");
        }
    }

    Deadline deadline() {
        return deadline;
    }

    /** The time of the deadline, for messages; empty if there is none. */
    Optional<Duration> timeout() {
        return timeout;
    }
}
