package io.livepatch.it.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.api.PatchCallbacks;
import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.build.CodeOptions;
import io.livepatch.build.ConsistencyRules;
import io.livepatch.build.Slice;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.Versions;
import io.livepatch.model.Callbacks;
import io.livepatch.model.ReplaceSet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes bundles with callbacks, compiled against the library and the API. */
final class CallbackBundle {
    private final Path directory;
    private final Versions versions;
    private final List<String> sources = new ArrayList<>();
    private ReplaceSet set = ReplaceSet.NONE;
    private Duration timeout = Callbacks.DEFAULT_TIMEOUT;

    CallbackBundle(Path directory, Versions versions) {
        this.directory = directory;
        this.versions = versions;
    }

    CallbackBundle code(String... more) {
        sources.addAll(List.of(more));
        return this;
    }

    CallbackBundle set(ReplaceSet wanted) {
        set = wanted;
        return this;
    }

    CallbackBundle timeout(Duration wanted) {
        timeout = wanted;
        return this;
    }

    /** Writes a bundle of this name whose callbacks are these classes. */
    Path build(String name, String... callbacks) {
        try {
            BuildResult result = tryBuild(name, callbacks);
            assertThat(result.outcome()).as("build of %s: %s", name, result).isEqualTo(BuildResult.Outcome.WRITTEN);
            return directory.resolve(name + ".jar");
        } catch (IOException | BuildInputException e) {
            throw new AssertionError(e);
        }
    }

    BuildResult tryBuild(String name, String... callbacks) throws IOException, BuildInputException {
        String classPath = String.join(
                File.pathSeparator,
                versions.v2().toString(),
                Compiler.targetClasses().toString(),
                Compiler.placeOf(PatchCallbacks.class).toString());
        Path code = Compiler.compile(
                directory.resolve("code-of-" + name), List.of("-cp", classPath), sources.toArray(String[]::new));
        BuildOptions options = new BuildOptions(
                name,
                "",
                "",
                set,
                new ConsistencyRules(List.of(), List.of(), false, List.of(code)),
                Slice.ALL,
                new CodeOptions(Optional.empty(), List.of(callbacks), timeout),
                OptionalInt.empty(),
                false);
        return BundleBuilder.build(
                versions.v1(), versions.v2(), directory.resolve(name + ".jar"), options, BuildProgress.NONE);
    }
}
