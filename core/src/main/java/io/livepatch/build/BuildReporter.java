package io.livepatch.build;

import io.livepatch.build.BuildResult.Counts;
import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Puts together what came of a build. */
final class BuildReporter {
    private final LibraryComparison comparison;
    private final Patching patching;
    private final Path target;

    BuildReporter(LibraryComparison comparison, Patching patching, Path target) {
        this.comparison = comparison;
        this.patching = patching;
        this.target = target;
    }

    /** A build that wrote nothing; it counts what differs. */
    BuildResult result(Outcome outcome) {
        List<ClassDelta> deltas = comparison.deltas();
        Counts counts = new Counts(
                (int) deltas.stream().filter(ClassDelta::isChange).count(),
                deltas.stream().mapToInt(each -> each.changed().size()).sum(),
                deltas.stream().mapToInt(ClassDelta::methodsAdded).sum(),
                deltas.stream().mapToInt(ClassDelta::fieldsAdded).sum(),
                comparison.newClasses(),
                0);
        return result(outcome, Optional.empty(), counts, List.of(), List.of());
    }

    /** A build that wrote a bundle; it counts what is in it. */
    BuildResult written(PatchDescriptor descriptor) {
        List<PatchedMethod> methods = descriptor.classes().stream()
                .flatMap(each -> each.methods().stream())
                .toList();
        int guards = (int) methods.stream().filter(PatchedMethod::isGuard).count();
        Counts counts = new Counts(
                patching.methods().size(),
                methods.size() - guards,
                patching.counts().methods(),
                patching.counts().fields(),
                patching.counts().classes(),
                guards);
        List<ClassDelta> deltas = comparison.deltas();
        return result(
                Outcome.WRITTEN,
                Optional.of(descriptor),
                counts,
                patching.explain(comparison.oldLibrary(), deltas),
                patching.leftOut(deltas));
    }

    private BuildResult result(
            Outcome outcome,
            Optional<PatchDescriptor> descriptor,
            Counts counts,
            List<Explanation> explanations,
            List<String> leftOut) {
        return new BuildResult(
                outcome,
                descriptor.map(each -> target),
                descriptor,
                counts,
                explanations,
                leftOut,
                comparison.findings().warnings(),
                comparison.findings().refusals());
    }
}
