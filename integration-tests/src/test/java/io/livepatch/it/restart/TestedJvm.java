package io.livepatch.it.restart;

import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.TargetLaunch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;

/** A JVM with one release of a library, and the tests of the new one. */
final class TestedJvm implements AutoCloseable {
    private static final String RUN = "io.livepatch.it.target.junit.TestRun";
    /** A class of each artifact that tests run on. */
    private static final List<Class<?>> JUNIT = List.of(
            API.class,
            AssertionFailedError.class,
            JUnitException.class,
            TestEngine.class,
            Launcher.class,
            Test.class,
            ParameterizedTest.class,
            JupiterTestEngine.class);
    /** The longest has thousands of tests. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TargetJvm target;
    private final Path tests;
    private final String classes;

    private TestedJvm(TargetJvm target, Path tests, String classes) {
        this.target = target;
        this.tests = tests;
        this.classes = classes;
    }

    /**
     * Starts it.
     *
     * @param directory to run in, where tests may leave files
     * @param library the release
     * @param classes which of the test classes are to be run, a regular expression
     */
    static TestedJvm start(Jdk jdk, Path directory, RestartPair pair, Path library, String classes) {
        TargetLaunch launch = TargetJvm.on(jdk, directory).with(library).with(pair.tests());
        pair.libraryFiles().forEach(launch::with);
        JUNIT.stream().map(Compiler::placeOf).forEach(launch::with);
        return new TestedJvm(launch.start(), pair.tests(), classes);
    }

    /** Runs the tests, once more if they have run before. */
    TestResults run(Path report) {
        target.call(RUN, "start", tests.toString(), classes, report.toString());
        await("tests have run")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !target.call(RUN, "ended").isEmpty());
        return TestResults.read(report);
    }

    long pid() {
        return target.pid();
    }

    @Override
    public void close() {
        target.close();
    }
}
