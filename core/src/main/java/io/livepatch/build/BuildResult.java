package io.livepatch.build;

import io.livepatch.finding.Finding;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.PatchDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of a build.
 *
 * @param bundle the file written, empty unless {@code outcome} is {@code WRITTEN}
 * @param descriptor of that bundle, empty likewise
 * @param counts what differs, refused or not
 * @param explanations why each method is in the bundle
 * @param leftOut changed methods that a slice leaves as they are, as {@code a.B.c(I)V}
 */
public record BuildResult(
        Outcome outcome,
        Optional<Path> bundle,
        Optional<PatchDescriptor> descriptor,
        Counts counts,
        List<Explanation> explanations,
        List<String> leftOut,
        List<Finding<WarningKind>> warnings,
        List<Finding<RefusalKind>> refusals) {
    public BuildResult {
        explanations = List.copyOf(explanations);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
        refusals = List.copyOf(refusals);
    }

    /** How it ended. */
    public enum Outcome {
        WRITTEN,
        /** There are refusals; nothing was written. */
        REFUSED,
        /** No method body differs; nothing was written. */
        NOTHING_TO_PATCH
    }

    /**
     * Numbers of differences.
     *
     * @param classes with a changed method
     * @param methodsChanged with another body
     * @param guards unchanged methods that the bundle guards
     */
    public record Counts(
            int classes, int methodsChanged, int methodsAdded, int fieldsAdded, int newClasses, int guards) {}
}
