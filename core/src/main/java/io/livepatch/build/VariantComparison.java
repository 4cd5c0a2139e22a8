package io.livepatch.build;

import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.JavaReleases;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what a multi-release JAR has for certain Java releases, and finds those for which a bundle of one of them holds. */
final class VariantComparison {
    private static final Set<String> DECLARATIONS = Set.of("package-info", "module-info");

    private final Library oldLibrary;
    private final Library newLibrary;
    private final Slice slice;
    private final Findings findings;

    VariantComparison(Library oldLibrary, Library newLibrary, Slice slice, Findings findings) {
        this.oldLibrary = oldLibrary;
        this.newLibrary = newLibrary;
        this.slice = slice;
        this.findings = findings;
    }

    /**
     * The releases on which a JVM sees the same changes as on the given one.
     *
     * @param release 0 if none was named; then there must be no change but those that are seen without variants
     */
    JavaReleases compare(int release) {
        Set<String> names = new TreeSet<>(oldLibrary.variants().keySet());
        names.addAll(newLibrary.variants().keySet());
        JavaReleases releases = JavaReleases.ALL;
        for (String name : names) {
            String where = name.replace('/', '.');
            if (slice.takesPlace(where, where) && !DECLARATIONS.contains(name.substring(name.lastIndexOf('/') + 1))) {
                releases = releases.and(compare(name, release));
            }
        }
        if (release > 0 && (releases.before() != JavaReleases.UNBOUNDED || releases.from() > JavaReleases.OLDEST)) {
            findings.warn(
                    WarningKind.MULTI_RELEASE,
                    newLibrary.path().toString(),
                    "it has other classes for other releases, so the bundle is for " + releases
                            + " and refused elsewhere; build one with another --release for JVMs of those");
        }
        return releases;
    }

    private JavaReleases compare(String name, int release) {
        NavigableMap<Integer, byte[]> old = files(oldLibrary, name);
        NavigableMap<Integer, byte[]> now = files(newLibrary, name);
        TreeSet<Integer> steps = new TreeSet<>(old.keySet());
        steps.addAll(now.keySet());
        steps.add(0);
        TreeSet<Integer> different = new TreeSet<>();
        for (int step : steps) {
            if (differ(entry(name, step), old.floorEntry(step), now.floorEntry(step))) {
                different.add(step);
            }
        }
        if (different.isEmpty()) {
            return JavaReleases.ALL;
        }
        if (release == 0) {
            report(name, different, steps.higher(0));
        }
        Integer next = steps.higher(release);
        return new JavaReleases(steps.floor(release), next == null ? JavaReleases.UNBOUNDED : next);
    }

    private void report(String name, NavigableSet<Integer> different, Integer first) {
        for (int step : different.tailSet(0, false)) {
            findings.refuse(
                    RefusalKind.MULTI_RELEASE,
                    entry(name, step),
                    "this class, which JVMs of Java " + step
                            + " and later run, differs; name the Java release of the JVM that is to be patched with --release");
        }
        if (different.contains(0) && different.size() == 1 && first != null) {
            findings.warn(
                    WarningKind.MULTI_RELEASE,
                    name.replace('/', '.'),
                    "the bundle changes this class, but Java releases from " + first + " on run " + entry(name, first)
                            + " in its place, and a JVM of those will refuse the bundle; --release makes one for them");
        }
    }

    private static NavigableMap<Integer, byte[]> files(Library library, String name) {
        NavigableMap<Integer, byte[]> files = new TreeMap<>(library.variants().getOrDefault(name, new TreeMap<>()));
        byte[] usual = library.classes().get(name);
        if (files.isEmpty() && usual != null) {
            files.put(0, usual);
        }
        return files;
    }

    private boolean differ(String where, Map.Entry<Integer, byte[]> old, Map.Entry<Integer, byte[]> now) {
        if (old == null || now == null) {
            return old != now;
        }
        if (Arrays.equals(old.getValue(), now.getValue())) {
            return false;
        }
        try {
            ClassDelta delta = ClassComparison.compare(old.getValue(), now.getValue());
            return delta.isChange() || !delta.findings().refusals().isEmpty();
        } catch (InvalidClassFileException e) {
            findings.refuse(
                    RefusalKind.BROKEN_CLASS,
                    where,
                    "the class files differ and one of them cannot be read: " + e.getMessage());
            return true;
        }
    }

    private static String entry(String name, int release) {
        return (release == 0 ? "" : "META-INF/versions/" + release + "/") + name + ".class";
    }
}
