package io.livepatch.it.corpus;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Sources;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.TargetLaunch;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes one pair into a live JVM and back, as an operator does. */
final class Corpus {
    static final String PATCH = "fix";

    private final Jdk jdk;
    private final Path directory;
    private final Pair pair;
    private final Livepatch tool;
    private final Path probe;

    Corpus(Jdk jdk, Path directory, Pair pair) {
        this.jdk = jdk;
        this.directory = directory;
        this.pair = pair;
        tool = new Livepatch(jdk);
        probe = compileProbe();
    }

    /** Against the old version, which is what a deployed application was compiled against. */
    private Path compileProbe() {
        String classPath = Stream.concat(Stream.of(Compiler.targetClasses()), pair.oldClassPath().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return Compiler.compile(
                directory.resolve("probe"),
                List.of("-cp", classPath),
                Sources.text("corpus/probes/" + pair.name() + ".java"));
    }

    /** What the probe sees in a JVM that starts with the fixed version. */
    Sight afterARestart() {
        try (TargetJvm target = launch(pair.newClassPath()).start()) {
            return Probes.once(target, pair.probe());
        }
    }

    /** Builds, and if there is a bundle applies and disables it. */
    Result run(Mode mode) {
        Path bundle = directory.resolve(PATCH + ".jar");
        Build build = Build.run(tool, pair, mode, bundle);
        if (!build.error().isEmpty()) {
            return Result.broken(build, build.error());
        }
        if (!build.written()) {
            return Result.refused(build, build.refusals());
        }
        try (TargetJvm target = launch(pair.oldClassPath()).start()) {
            return new LiveRun(tool, target, new Probes(target, pair.probe())).thereAndBack(build, bundle);
        }
    }

    private TargetLaunch launch(List<Path> classPath) {
        TargetLaunch launch = TargetJvm.on(jdk, directory).with(probe);
        classPath.forEach(launch::with);
        return launch;
    }
}
