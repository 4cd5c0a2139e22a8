package io.livepatch.it;

import io.livepatch.build.BuildInputException;
import io.livepatch.it.harness.EclipseCompiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Fix;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Repackaging;
import io.livepatch.it.harness.RoundTrip;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;

/** Libraries as applications have them: of another compiler, in other packages, sealed and signed. */
class LibrariesOfEveryMakeIT {
    private static final Fix NUMBERED = new Fix("numbered");
    private static final Fix NEW_CLASSES = new Fix("new_classes");
    private static final Fix CAPTURES = new Fix("captures");

    @EveryJdk
    void ofTheEclipseCompiler(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        withTarget(jdk, dir, trip -> {
            for (Fix fix : List.of(NUMBERED, CAPTURES)) {
                Versions versions = fix.compile(dir.resolve("ecj"), EclipseCompiler::compile);
                trip.walk(fix.name(), versions, fix.probe());
            }
        });
    }

    @EveryJdk
    void ofTheEclipseCompilerBesideOneOfJavac(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        withTarget(jdk, dir, trip -> {
            Path old = NUMBERED.compile(dir.resolve("javac")).v1();
            Path fixed = NUMBERED.compile(dir.resolve("ecj"), EclipseCompiler::compile)
                    .v2();
            trip.walk(NUMBERED.name(), new Versions(old, fixed), NUMBERED.probe());
        });
    }

    @EveryJdk
    void inOtherPackages(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        withTarget(jdk, dir, trip -> {
            for (Fix fix : List.of(NUMBERED, NEW_CLASSES)) {
                Versions versions = fix.compile(dir);
                String moved = "app/shaded/" + fix.name();
                Versions shaded = new Versions(
                        Repackaging.relocate(versions.v1(), dir.resolve(fix.name() + "-1"), fix.name(), moved),
                        Repackaging.relocate(versions.v2(), dir.resolve(fix.name() + "-2"), fix.name(), moved));
                trip.walk(fix.name(), shaded, "app.shaded." + fix.probe());
            }
        });
    }

    @EveryJdk
    void sealedAndSigned(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        Path key = Repackaging.key(dir.resolve("keys"));
        withTarget(jdk, dir, trip -> {
            for (Fix fix : List.of(NUMBERED, NEW_CLASSES)) {
                Versions versions = fix.compile(dir);
                trip.walk(
                        fix.name(),
                        new Versions(
                                Repackaging.sign(
                                        Repackaging.seal(versions.v1(), dir.resolve(fix.name() + "-1.jar")), key),
                                Repackaging.sign(
                                        Repackaging.seal(versions.v2(), dir.resolve(fix.name() + "-2.jar")), key)),
                        fix.probe());
            }
        });
    }

    private interface Walk {
        void take(RoundTrip trip) throws IOException, BuildInputException;
    }

    private static void withTarget(Jdk jdk, Path dir, Walk walk) throws IOException, BuildInputException {
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").start()) {
            SoftAssertions softly = new SoftAssertions();
            walk.take(new RoundTrip(target, dir, softly));
            softly.assertAll();
        }
    }
}
