package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.build.Explanation;
import io.livepatch.it.harness.Fix;
import io.livepatch.it.harness.Javac;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Jdks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same sources by the compilers of two JDKs, as releases of a library often are. */
@Execution(ExecutionMode.CONCURRENT)
class CompilersOfTwoJdksIT {
    /** A switch over an enum of the same file, for which later compilers need no table, and a variable that a class captures through another. */
    private static final List<String> KNOWN = List.of(
            "numbered.Service.switching(Lnumbered/Service$Kind;)I",
            "numbered.Service$1Local.get()Ljava/lang/String;",
            "numbered.Service$1Local$1.get()Ljava/lang/String;");

    @Test
    void makeHardlyAnyMethodAChangedOne(@TempDir Path dir) throws IOException, BuildInputException {
        List<Jdk> jdks = Jdks.found();
        assumeThat(jdks).as("JDKs").hasSizeGreaterThan(1);
        Path first = Javac.of(jdks.get(0)).compile(dir.resolve("first"), Fix.oldSources());
        Path last = Javac.of(jdks.get(jdks.size() - 1)).compile(dir.resolve("last"), Fix.oldSources());

        assertThat(changed(first, last, dir)).isSubsetOf(KNOWN);
        assertThat(changed(last, first, dir)).isSubsetOf(KNOWN);
    }

    private static List<String> changed(Path before, Path after, Path dir) throws IOException, BuildInputException {
        BuildResult built = build(before, after, dir);
        assertThat(built.refusals()).isEmpty();
        return built.explanations().stream().map(Explanation::method).toList();
    }

    private static BuildResult build(Path before, Path after, Path dir) throws IOException, BuildInputException {
        return BundleBuilder.build(
                before, after, dir.resolve("bundle.jar"), new BuildOptions("fix", "", ""), BuildProgress.NONE);
    }
}
