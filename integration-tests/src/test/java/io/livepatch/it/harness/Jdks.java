package io.livepatch.it.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The JDKs to test on: the running one, {@code JAVA_HOME}, what lies beside these two, and the directories listed in the
 * environment variable {@code LIVEPATCH_TEST_JDKS} (separated like a class path). Those before 17 do not count; of two with
 * the same version the first does. The system property {@code livepatch.it.feature} narrows the choice to one feature release.
 */
public final class Jdks {
    private static final int OLDEST = 17;
    private static final List<Jdk> FOUND = find();

    private Jdks() {}

    /** Sorted by feature release, never empty. */
    public static List<Jdk> found() {
        return FOUND;
    }

    private static List<Jdk> find() {
        List<Path> homes = new ArrayList<>();
        for (String home : Stream.of(System.getProperty("java.home"), System.getenv("JAVA_HOME"))
                .filter(home -> home != null && !home.isEmpty())
                .toList()) {
            homes.add(Path.of(home));
            homes.addAll(siblings(Path.of(home)));
        }
        String listed = System.getenv("LIVEPATCH_TEST_JDKS");
        if (listed != null) {
            Stream.of(listed.split(File.pathSeparator))
                    .filter(home -> !home.isEmpty())
                    .map(Path::of)
                    .forEach(homes::add);
        }
        int only = Integer.getInteger("livepatch.it.feature", 0);
        Map<String, Jdk> byVersion = new LinkedHashMap<>();
        homes.stream()
                .flatMap(home -> Jdk.at(home).stream())
                .filter(jdk -> jdk.feature() >= OLDEST && (only == 0 || jdk.feature() == only))
                .forEach(jdk -> byVersion.putIfAbsent(jdk.version(), jdk));
        List<Jdk> found = byVersion.values().stream()
                .sorted(Comparator.comparingInt(Jdk::feature).thenComparing(Jdk::version))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalStateException("no JDK " + OLDEST + " or later among " + homes);
        }
        found.forEach(jdk -> System.out.println("testing on " + jdk + " in " + jdk.home()));
        return found;
    }

    private static List<Path> siblings(Path home) {
        try {
            Path parent = home.toRealPath().getParent();
            if (parent == null) {
                return List.of();
            }
            try (Stream<Path> entries = Files.list(parent)) {
                return entries.filter(Files::isDirectory).sorted().toList();
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot look for JDKs beside " + home, e);
        }
    }
}
