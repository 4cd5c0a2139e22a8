package io.livepatch.build;

import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.JavaReleases;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares the two versions of a library. */
final class LibraryComparison {
    private static final String MODULE = "module-info";
    private static final String PACKAGE = "package-info";

    private final Library oldLibrary;
    private final Library newLibrary;
    private final Slice slice;
    private final int release;
    private final Findings findings = new Findings();
    private final List<ClassDelta> deltas = new ArrayList<>();
    private int newClasses;
    private JavaReleases releases = JavaReleases.ALL;

    /**
     * A comparison to be made.
     *
     * @param slice which changes are to be told of
     * @param release the libraries are as JVMs of this Java release see them; 0 for the class files in the usual place
     */
    LibraryComparison(Library oldLibrary, Library newLibrary, Slice slice, int release) {
        this.oldLibrary = oldLibrary;
        this.newLibrary = newLibrary;
        this.slice = slice;
        this.release = release;
    }

    /** Compares everything and reports what was found. */
    void compare(BuildProgress progress) {
        if (newLibrary.classes().keySet().stream().noneMatch(oldLibrary.classes()::containsKey)) {
            findings.refuse(
                    RefusalKind.UNRELATED,
                    newLibrary.path().toString(),
                    "it has no class in common with " + oldLibrary.path()
                            + "; OLD and NEW must be two versions of the same library");
            return;
        }
        compareLabels();
        Stream.concat(oldLibrary.duplicates().stream(), newLibrary.duplicates().stream())
                .distinct()
                .forEach(
                        name -> findings.refuse(
                                RefusalKind.DUPLICATE_CLASS,
                                name,
                                "a JAR holds this class file twice, and which of them is loaded cannot be told; repack the JAR"));
        compareClasses(progress);
        releases = new VariantComparison(oldLibrary, newLibrary, slice, findings).compare(release);
        compareResources();
    }

    Library oldLibrary() {
        return oldLibrary;
    }

    Findings findings() {
        return findings;
    }

    /** The classes that exist in both and differ in something. */
    List<ClassDelta> deltas() {
        return deltas;
    }

    /** Where the same changes show. */
    JavaReleases releases() {
        return releases;
    }

    int newClasses() {
        return newClasses;
    }

    private void compareLabels() {
        Optional<String> oldArtifact = oldLibrary.artifact();
        Optional<String> newArtifact = newLibrary.artifact();
        if (oldArtifact.isPresent() && newArtifact.isPresent() && !oldArtifact.equals(newArtifact)) {
            findings.warn(
                    WarningKind.OTHER_ARTIFACT,
                    newLibrary.path().toString(),
                    "it says it is " + newArtifact.get() + ", OLD says it is " + oldArtifact.get());
            return;
        }
        Optional<Version> oldVersion = oldLibrary.version().flatMap(LibraryComparison::parse);
        Optional<Version> newVersion = newLibrary.version().flatMap(LibraryComparison::parse);
        if (oldVersion.isPresent() && newVersion.isPresent() && oldVersion.get().compareTo(newVersion.get()) > 0) {
            findings.warn(
                    WarningKind.SWAPPED,
                    newLibrary.path().toString(),
                    "it says it is version " + newVersion.get() + ", OLD says it is " + oldVersion.get()
                            + "; this patch takes a fix out unless OLD and NEW are swapped");
        }
    }

    private static Optional<Version> parse(String version) {
        try {
            return Optional.of(Version.parse(version));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void compareClasses(BuildProgress progress) {
        TreeSet<String> names = new TreeSet<>(oldLibrary.classes().keySet());
        names.addAll(newLibrary.classes().keySet());
        int done = 0;
        for (String name : names) {
            compareClass(
                    name, oldLibrary.classes().get(name), newLibrary.classes().get(name));
            progress.compared(++done, names.size());
        }
    }

    private void compareClass(String name, byte[] oldFile, byte[] newFile) {
        String where = name.replace('/', '.');
        if (name.endsWith(PACKAGE) || Arrays.equals(oldFile, newFile)) {
            return;
        }
        if (name.equals(MODULE)) {
            findings.warn(
                    WarningKind.MODULE,
                    where,
                    "the module descriptor differs; a running JVM keeps what the module requires and exports");
        } else if (oldFile == null) {
            newClasses++;
        } else if (newFile == null && slice.takesPlace(where, where)) {
            findings.warn(
                    WarningKind.REMOVED_CLASS, where, "NEW has no such class; it stays, and who uses it still can");
        } else if (newFile != null) {
            compareFiles(name, where, oldFile, newFile).ifPresent(delta -> {
                deltas.add(delta);
                findings.addAll(delta.findings(), place -> slice.takesPlace(where, place));
            });
        }
    }

    /** Empty if one of the files is refused as broken. */
    private Optional<ClassDelta> compareFiles(String name, String where, byte[] oldFile, byte[] newFile) {
        try {
            ClassDelta delta = ClassComparison.compare(oldFile, newFile);
            if (delta.name().equals(name.replace('/', '.'))) {
                return Optional.of(delta);
            }
            findings.refuse(
                    RefusalKind.BROKEN_CLASS,
                    where,
                    "the class file holds the class " + delta.name()
                            + "; give the JAR or directory that has its classes at the root");
        } catch (InvalidClassFileException e) {
            findings.refuse(
                    RefusalKind.BROKEN_CLASS,
                    where,
                    "the class files differ and one of them cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void compareResources() {
        newLibrary.resources().forEach((name, digest) -> {
            if (!digest.equals(oldLibrary.resources().get(name))) {
                String what = oldLibrary.resources().containsKey(name) ? "differs" : "is new";
                findings.warn(
                        WarningKind.RESOURCE,
                        name,
                        "this resource " + what + "; a bundle holds classes only, the running JVM keeps what it has");
            }
        });
    }
}
