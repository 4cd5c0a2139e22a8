package io.livepatch.it;

import io.livepatch.build.BuildInputException;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Fix;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.RoundTrip;
import io.livepatch.it.harness.TargetJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What fixes are made of beyond bodies: added methods, fields, constructors and classes, other static values. A patched JVM does what one does
 * that was started with the fix, and one that was disabled what it did before.
 */
@Execution(ExecutionMode.CONCURRENT)
class FixesOfEveryKindIT {
    @EveryJdk
    void behaveAsAfterARestartAndBack(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").start()) {
            SoftAssertions softly = new SoftAssertions();
            for (Fix fix : Fix.all()) {
                new RoundTrip(target, dir, softly).walk(fix.name(), fix.compile(dir), fix.probe());
            }
            softly.assertAll();
        }
    }
}
