package io.livepatch.it.target;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Puts into one line what went wrong. */
final class Failure {
    private static final int FRAMES = 4;

    private Failure() {}

    /** The throwable, where it came from, and its causes. */
    static String describe(Throwable thrown) {
        String at = Arrays.stream(thrown.getStackTrace())
                .limit(FRAMES)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
        String cause = thrown.getCause() == null ? "" : "; caused by " + describe(thrown.getCause());
        return (thrown + " at " + at + cause).replaceAll("\\s+", " ");
    }
}
