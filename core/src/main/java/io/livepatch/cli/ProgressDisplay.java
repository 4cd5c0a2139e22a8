package io.livepatch.cli;

import io.livepatch.control.TransitionView;
import io.livepatch.control.TransitionView.Blocker;
import java.io.Closeable;
import java.util.List;

/** Shows a running transition to the operator. */
interface ProgressDisplay extends Closeable {
    /** Shows nothing. */
    ProgressDisplay NONE = transition -> {};

    void show(TransitionView transition);

    @Override
    default void close() {}

    /** A thread and what holds it, such as {@code worker-1 [31] in a.B.c(B.java:12)}. */
    static String describe(Blocker blocker) {
        String thread = blocker.name() + " [" + blocker.id() + "]";
        String held = blocker.reason() == TransitionView.Reason.BLOCKED
                ? " in " + blocker.frame()
                : ", whose stack could not be seen whole";
        String detail = blocker.detail().isEmpty() ? "" : " (" + blocker.detail() + ")";
        return Text.printable(thread + held + detail);
    }

    /** The first blocker and how many more there are; empty text if there is none. */
    static String worst(List<Blocker> blockers) {
        if (blockers.isEmpty()) {
            return "";
        }
        String more = blockers.size() == 1 ? "" : " and " + (blockers.size() - 1) + " more";
        return describe(blockers.get(0)) + more;
    }
}
