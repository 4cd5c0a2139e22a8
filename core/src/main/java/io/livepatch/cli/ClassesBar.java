package io.livepatch.cli;

import io.livepatch.build.BuildProgress;
import java.io.Closeable;

/** Shows how many classes a build has compared. */
interface ClassesBar extends BuildProgress, Closeable {
    /** Shows nothing. */
    ClassesBar NONE = (done, total) -> {};

    @Override
    default void close() {}
}
