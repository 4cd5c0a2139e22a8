package io.livepatch.it.restart;

import java.util.List;

/**
 * How a test ended.
 *
 * @param status as JUnit has it, or {@link #NOT_RUN}
 * @param thrown the exception with which it did, and its causes, as text
 */
record TestOutcome(String status, List<String> thrown) {
    static final TestOutcome NOT_RUN = new TestOutcome("NOT_RUN", List.of());

    /** Whether both passed, or both did not for an exception of the same class. Texts may name objects and times. */
    boolean isLike(TestOutcome other) {
        return status.equals(other.status) && exception().equals(other.exception());
    }

    private String exception() {
        return thrown.isEmpty() ? "" : thrown.get(0).replaceFirst(":.*", "");
    }

    @Override
    public String toString() {
        return status + (thrown.isEmpty() ? "" : " " + String.join(" caused by ", thrown));
    }
}
