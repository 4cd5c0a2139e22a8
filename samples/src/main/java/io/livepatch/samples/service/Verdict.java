package io.livepatch.samples.service;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of a request, and which code decided.
 *
 * @param granted whether the report may be read
 * @param rulesSeen the rule in force each time the voter asked the session store, in order; see {@link Sessions}
 * @param thread that ran the request
 */
record Verdict(boolean granted, List<Rule> rulesSeen, String thread) {
    Verdict {
        rulesSeen = List.copyOf(rulesSeen);
    }

    /** As sent to the client: lines of the form {@code key=value}. */
    String text() {
        String rules = rulesSeen.stream().map(Rule::name).collect(Collectors.joining(","));
        return "granted=%s%nrules=%s%nthread=%s".formatted(granted, rules, thread);
    }
}
