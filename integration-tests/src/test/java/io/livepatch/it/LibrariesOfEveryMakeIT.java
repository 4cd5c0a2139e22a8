package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.CodeOptions;
import io.livepatch.build.ConsistencyRules;
import io.livepatch.build.Slice;
import io.livepatch.it.harness.EclipseCompiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Fix;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Repackaging;
import io.livepatch.it.harness.RoundTrip;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import io.livepatch.model.ReplaceSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Libraries as applications have them: of another compiler, in other packages, sealed and signed. */
@Execution(ExecutionMode.CONCURRENT)
class LibrariesOfEveryMakeIT {
    private static final Fix NUMBERED = new Fix("numbered");
    private static final Fix NEW_CLASSES = new Fix("new_classes");
    private static final Fix CAPTURES = new Fix("captures");
    private static final Fix SIGNERS = new Fix("signers");

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
            for (Fix fix : List.of(NUMBERED, NEW_CLASSES, SIGNERS)) {
                Versions versions = fix.compile(dir);
                Path old = Repackaging.seal(versions.v1(), dir.resolve(fix.name() + "-1.jar"));
                Path fixed = Repackaging.seal(versions.v2(), dir.resolve(fix.name() + "-2.jar"));
                trip.walk(
                        fix.name(),
                        new Versions(Repackaging.sign(old, key), Repackaging.sign(fixed, key)),
                        fix.probe());
            }
            // so the patched library was found to show the same
            assertThat(trip.target().callIn("signers signers-2.jar", SIGNERS.probe(), "run"))
                    .isEqualTo("1 signer, of the added class as well: true");
        });
    }

    @EveryJdk
    void withOtherClassesForLaterReleases(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        withTarget(jdk, dir, trip -> {
            Versions usual = NEW_CLASSES.compile(dir.resolve("usual"));
            Versions variants = NUMBERED.compile(dir.resolve("variants"));
            for (int release : List.of(9, jdk.feature())) {
                Versions both = new Versions(
                        Repackaging.multiRelease(usual.v1(), release, variants.v1(), dir.resolve(release + "-1.jar")),
                        Repackaging.multiRelease(usual.v2(), release, variants.v2(), dir.resolve(release + "-2.jar")));
                trip.walk(forRelease("since" + release, jdk.feature()), both, NUMBERED.probe());
            }
            Versions later = new Versions(
                    Repackaging.multiRelease(usual.v1(), jdk.feature() + 1, usual.v2(), dir.resolve("later-1.jar")),
                    Repackaging.multiRelease(usual.v2(), jdk.feature() + 1, usual.v1(), dir.resolve("later-2.jar")));
            trip.walk(forRelease("later", jdk.feature()), later, NEW_CLASSES.probe());
        });
    }

    @EveryJdk
    void aBundleForOtherReleasesIsRefused(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions classes = NEW_CLASSES.compile(dir.resolve("classes"));
        int next = jdk.feature() + 1;
        Path v1 = Repackaging.multiRelease(classes.v1(), next, classes.v1(), dir.resolve("1.jar"));
        Path v2 = Repackaging.multiRelease(classes.v1(), next, classes.v2(), dir.resolve("2.jar"));
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(new Versions(v1, v2), dir.resolve("next.jar"), "--release", next);
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").start()) {
            tool.run("apply", target.pid(), bundle)
                    .assertExit(1)
                    .assertSays("patch next is for Java " + next + " and later, and this JVM is Java " + jdk.feature());
        }
    }

    private static BuildOptions forRelease(String name, int release) {
        return new BuildOptions(
                name,
                "",
                "",
                ReplaceSet.NONE,
                ConsistencyRules.DEFAULT,
                Slice.ALL,
                CodeOptions.NONE,
                OptionalInt.of(release),
                false);
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
