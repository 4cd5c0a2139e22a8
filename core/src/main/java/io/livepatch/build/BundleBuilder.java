package io.livepatch.build;

import io.livepatch.build.BuildInputException.Kind;
import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.BundleWriter;
import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.JavaReleases;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        int release = options.release().orElse(0);
        Library oldLibrary = LibraryReader.read(oldPath, release);
        Library newLibrary = Renumbering.of(oldLibrary, LibraryReader.read(newPath, release));
        checkTarget(target, oldPath, newPath);
        List<Library> libraries = new ArrayList<>(List.of(oldLibrary));
        for (Path path : options.rules().classPath()) {
            libraries.add(LibraryReader.read(path, release));
        }
        LibraryComparison comparison = new LibraryComparison(oldLibrary, newLibrary, options.slice(), release);
        comparison.compare(progress);
        Findings findings = comparison.findings();
        Patching patching = findings.refusals().isEmpty()
                ? Patching.of(oldLibrary, newLibrary, comparison.deltas(), options.slice(), findings)
                : Patching.NONE;
        new JdkClasses().check(patching, options.allowJdk(), findings);
        BuildReporter reporter = new BuildReporter(comparison, patching, target);
        if (!findings.refusals().isEmpty()) {
            return reporter.result(Outcome.REFUSED);
        }
        if (patching.isEmpty()) {
            return reporter.result(Outcome.NOTHING_TO_PATCH);
        }
        List<PatchedClass> classes =
                new Composition(libraries, patching.methods(), options.rules(), findings).classes();
        OwnCode code = OwnCode.of(
                options.code(),
                libraries.subList(1, libraries.size()),
                oldLibrary,
                newLibrary,
                patching.newNames(),
                findings);
        return findings.refusals().isEmpty()
                ? write(patching, classes, code, comparison.releases(), reporter, findings, target, options)
                : reporter.result(Outcome.REFUSED);
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
            OwnCode code,
            JavaReleases releases,
            BuildReporter reporter,
            Findings findings,
            Path target,
            BuildOptions options)
            throws IOException {
        PatchDescriptor descriptor = new PatchDescriptor(
                options.name(),
                options.version(),
                options.description(),
                options.set(),
                classes,
                List.copyOf(patching.added().keySet()),
                patching.outside(),
                code.description(),
                releases);
        byte[] bundle = BundleWriter.toBytes(descriptor, patching.classFiles(), patching.added(), code.classFiles());
        try {
            BundleReader.read(target.toString(), ByteBuffer.wrap(bundle));
        } catch (InvalidBundleException e) {
            findings.refuse(RefusalKind.BUNDLE_LIMIT, target.toString(), e.getMessage());
            return reporter.result(Outcome.REFUSED);
        }
        BundleWriter.write(target, bundle);
        return reporter.written(descriptor);
    }
}
