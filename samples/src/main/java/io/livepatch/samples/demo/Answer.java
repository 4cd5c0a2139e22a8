package io.livepatch.samples.demo;

import io.livepatch.samples.service.Rule;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the service answered to {@code GET /report}.
 *
 * @param status of HTTP
 * @param credentials whether the request had some
 * @param rules the rule in force at the beginning and at the end of the patched method, as noted by the service; none if
 *     the method did not get that far, which is how the fixed one treats a request without credentials
 */
record Answer(int status, boolean credentials, List<Rule> rules) {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    Answer {
        rules = List.copyOf(rules);
    }

    /** Reads the lines of the form {@code key=value} that the service sends. */
    static Answer parse(int status, boolean credentials, String body) throws IOException {
        Properties lines = new Properties();
        lines.load(new StringReader(body));
        List<Rule> rules = Arrays.stream(lines.getProperty("rules", "").split(","))
                .filter(rule -> !rule.isEmpty())
                .map(Rule::valueOf)
                .toList();
        return new Answer(status, credentials, rules);
    }

    boolean granted() {
        return status == OK;
    }

    /** Neither let in nor turned away, or a user with credentials turned away: wrong under either rule. */
    boolean failed() {
        return !granted() && (status != FORBIDDEN || credentials);
    }

    /**
     * The one rule that explains the answer; empty if none does, that is if old and new code had a part in it.
     *
     * @see io.livepatch.samples.service.Sessions what this can detect and what it cannot
     */
    Optional<Rule> rule() {
        if (!credentials && !granted()) {
            return rules.isEmpty() ? Optional.of(Rule.FIXED) : Optional.empty();
        }
        List<Rule> distinct = rules.stream().distinct().toList();
        if (rules.size() != 2 || distinct.size() != 1) {
            return Optional.empty();
        }
        return credentials
                ? Optional.of(distinct.get(0))
                : distinct.stream().filter(Rule.VULNERABLE::equals).findFirst();
    }
}
