package io.livepatch.it.restart;

import com.grack.nanojson.JsonArray;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the tests of a pair in a JVM that starts with the new release, and in one that starts with the old one and is patched, twice in each. */
final class RestartRun {
    private static final String PATCH = "release";
    private static final String TIMEOUT = "90s";

    private final Jdk jdk;
    private final Path directory;
    private final RestartPair pair;
    private final String classes;

    /** @param classes which test classes to run, a regular expression */
    RestartRun(Jdk jdk, Path directory, RestartPair pair, String classes) {
        this.jdk = jdk;
        this.directory = directory;
        this.pair = pair;
        this.classes = classes;
    }

    Comparison compare() throws IOException {
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(
                new Versions(pair.oldJar(), pair.newJar()), directory.resolve(PATCH + ".jar"), "--quiet");
        TestResults restartedOnce;
        TestResults restarted;
        try (TestedJvm jvm = start("new", pair.newJar())) {
            restartedOnce = jvm.run(directory.resolve("new-1.tsv"));
            restarted = jvm.run(directory.resolve("new-2.tsv"));
        }
        try (TestedJvm jvm = start("old", pair.oldJar())) {
            TestResults old = jvm.run(directory.resolve("old-1.tsv"));
            JsonArray warnings = tool.run("apply", jvm.pid(), bundle, "--timeout", TIMEOUT, "--json")
                    .assertExit(0)
                    .json()
                    .getArray("warnings", new JsonArray());
            TestResults patched = jvm.run(directory.resolve("patched-2.tsv"));
            List<String> texts = warnings.stream().map(String.class::cast).toList();
            return new Comparison(
                    pair,
                    AddedApi.between(pair.oldJar(), pair.newJar()),
                    texts,
                    restarted,
                    patched,
                    restartedOnce.differences(old));
        }
    }

    /** Each in a directory of its own, since tests leave files. */
    private TestedJvm start(String name, Path library) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        return TestedJvm.start(jdk, home, pair, library, classes);
    }
}
