package io.livepatch.build;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;

import io.livepatch.build.BuildInputException.Kind;
import io.livepatch.build.BuildResult.Counts;
import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.BundleWriter;
import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a bundle that takes a running JVM from one version of a library to another. */
public final class BundleBuilder {
    private BundleBuilder() {}

    /**
     * Compares two versions of a library and writes the bundle if nothing is refused.
     *
     * @param oldPath the version that runs, a JAR or a directory of classes
     * @param newPath the version with the fix, likewise
     * @param target the bundle; replaced if it exists
     * @throws BuildInputException if one of the paths is not what it should be; nothing was written
     * @throws IOException if the bundle cannot be written; the target is as it was
     */
    public static BuildResult build(
            Path oldPath, Path newPath, Path target, BuildOptions options, BuildProgress progress)
            throws BuildInputException, IOException {
        Library oldLibrary = LibraryReader.read(oldPath);
        Library newLibrary = LibraryReader.read(newPath);
        checkTarget(target, oldPath, newPath);
        List<Library> libraries = new ArrayList<>(List.of(oldLibrary));
        for (Path path : options.rules().classPath()) {
            libraries.add(LibraryReader.read(path));
        }
        LibraryComparison comparison = new LibraryComparison(oldLibrary, newLibrary);
        comparison.compare(progress);
        List<ClassDelta> changed =
                comparison.deltas().stream().filter(ClassDelta::isChange).toList();
        Findings findings = comparison.findings();
        new JdkClasses().check(changed, options.allowJdk(), findings);
        Patching patching = findings.refusals().isEmpty()
                ? Patching.of(oldLibrary, newLibrary, comparison.deltas(), changed, findings)
                : Patching.NONE;
        if (!findings.refusals().isEmpty()) {
            return result(Outcome.REFUSED, comparison, Optional.empty(), target);
        }
        if (patching.isEmpty()) {
            return result(Outcome.NOTHING_TO_PATCH, comparison, Optional.empty(), target);
        }
        List<PatchedClass> classes =
                new Composition(libraries, patching.methods(), options.rules(), findings).classes();
        if (!findings.refusals().isEmpty()) {
            return result(Outcome.REFUSED, comparison, Optional.empty(), target);
        }
        return write(patching, classes, comparison, target, options);
    }

    private static void checkTarget(Path target, Path oldPath, Path newPath) throws BuildInputException, IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BuildInputException(Kind.TARGET, "there is no directory " + parent + " for the bundle", null);
        }
        if (Files.isDirectory(target)) {
            throw new BuildInputException(Kind.TARGET, target + " is a directory; give the bundle's file name", null);
        }
        if (Files.exists(target) && (Files.isSameFile(target, oldPath) || Files.isSameFile(target, newPath))) {
            throw new BuildInputException(
                    Kind.TARGET, "the bundle would overwrite " + target + ", which it is built from", null);
        }
    }

    private static BuildResult write(
            Patching patching,
            List<PatchedClass> classes,
            LibraryComparison comparison,
            Path target,
            BuildOptions options)
            throws IOException {
        PatchDescriptor descriptor = new PatchDescriptor(
                options.name(),
                options.version(),
                options.description(),
                options.set(),
                classes,
                List.copyOf(patching.added().keySet()));
        byte[] bundle = BundleWriter.toBytes(descriptor, patching.classFiles(), patching.added());
        try {
            BundleReader.read(target.toString(), ByteBuffer.wrap(bundle));
        } catch (InvalidBundleException e) {
            comparison.findings().refuse(RefusalKind.BUNDLE_LIMIT, target.toString(), e.getMessage());
            return result(Outcome.REFUSED, comparison, Optional.empty(), target);
        }
        BundleWriter.write(target, bundle);
        return result(Outcome.WRITTEN, comparison, Optional.of(descriptor), target);
    }

    private static BuildResult result(
            Outcome outcome, LibraryComparison comparison, Optional<PatchDescriptor> descriptor, Path target) {
        List<ClassDelta> deltas = comparison.deltas();
        Counts counts = new Counts(
                (int) deltas.stream().filter(ClassDelta::isChange).count(),
                deltas.stream().mapToInt(d -> d.changed().size()).sum(),
                deltas.stream().mapToInt(ClassDelta::methodsAdded).sum(),
                deltas.stream().mapToInt(ClassDelta::fieldsAdded).sum(),
                comparison.newClasses(),
                descriptor.map(BundleBuilder::guards).orElse(0));
        return new BuildResult(
                outcome,
                descriptor.map(d -> target),
                descriptor,
                counts,
                comparison.findings().warnings(),
                comparison.findings().refusals());
    }

    private static int guards(PatchDescriptor descriptor) {
        return (int) descriptor.classes().stream()
                .flatMap(each -> each.methods().stream())
                .filter(PatchedMethod::isGuard)
                .count();
    }
}
