package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.TargetLaunch;
import io.livepatch.samples.service.ReportService;
import io.livepatch.samples.servicepatch.ReportProbe;
import io.livepatch.samples.springbeans.ClassLoaderProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The patches that the modules below {@code samples} build close a hole and open it again: one kept open by a cache, one closed by a changed source. */
@Execution(ExecutionMode.CONCURRENT)
class SamplePatchIT {
    private static final Path LIBRARIES = Path.of(System.getProperty("livepatch.it.corpus.libraries", ""));

    @EveryJdk
    void ofALibrary_withCallbacks(Jdk jdk, @TempDir Path dir) throws IOException {
        closesAndOpens(
                jdk,
                "CVE-2022-22965",
                ClassLoaderProbe.class,
                TargetJvm.on(jdk, dir)
                        .with(LIBRARIES.resolve("org.springframework.spring-beans-5.3.17.jar"))
                        .with(LIBRARIES.resolve("org.springframework.spring-core-5.3.17.jar"))
                        .with(LIBRARIES.resolve("org.springframework.spring-jcl-5.3.17.jar")));
    }

    @EveryJdk
    void ofTheService_fromAChangedSource(Jdk jdk, @TempDir Path dir) throws IOException {
        Path samples = Compiler.placeOf(ReportService.class);
        TargetLaunch service = TargetJvm.on(jdk, dir).with(samples);
        try (Stream<Path> libraries = Files.list(samples.resolveSibling("lib"))) {
            libraries.forEach(service::with);
        }
        closesAndOpens(jdk, "deny-without-credentials", ReportProbe.class, service);
    }

    /** The module's own classes are the last on the class path: one of them may be a changed class of the service. */
    private static void closesAndOpens(Jdk jdk, String patch, Class<?> probe, TargetLaunch target) throws IOException {
        Livepatch tool = new Livepatch(jdk);
        Path module = Compiler.placeOf(probe);
        try (TargetJvm running = target.with(module).start()) {
            assertThat(running.call(probe.getName(), "vulnerable")).isEqualTo("true");
            tool.run("apply", running.pid(), bundleBeside(module)).assertExit(0);
            assertThat(running.call(probe.getName(), "vulnerable")).isEqualTo("false");
            tool.run("disable", running.pid(), patch).assertExit(0);
            assertThat(running.call(probe.getName(), "vulnerable")).isEqualTo("true");
        }
    }

    private static Path bundleBeside(Path module) throws IOException {
        try (Stream<Path> files = Files.list(module.getParent())) {
            List<Path> bundles =
                    files.filter(each -> each.toString().endsWith("-patch.jar")).toList();
            assertThat(bundles).as("bundles in %s", module.getParent()).hasSize(1);
            return bundles.get(0);
        }
    }
}
