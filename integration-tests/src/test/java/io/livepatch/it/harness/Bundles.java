package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.build.CodeOptions;
import io.livepatch.build.ConsistencyRules;
import io.livepatch.build.Slice;
import io.livepatch.model.ReplaceSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Builds bundles as {@code build} does, without a process for each. */
public final class Bundles {
    private Bundles() {}

    /** Compiles the sources in both versions, and builds the bundle that leads from one to the other. */
    public static Path of(Path directory, String name, String... sources) {
        return between(directory, name, Versions.of(directory.resolve(name), sources));
    }

    /** Builds a bundle from two versions. */
    public static Path between(Path directory, String name, Versions versions) {
        return between(directory, name, versions, ReplaceSet.NONE);
    }

    /** The same for a patch of a set. */
    public static Path between(Path directory, String name, Versions versions, ReplaceSet set) {
        BuildOptions options = new BuildOptions(
                name, "", "", set, ConsistencyRules.DEFAULT, Slice.ALL, CodeOptions.NONE, OptionalInt.empty(), false);
        Path bundle = directory.resolve(name + ".jar");
        try {
            BuildResult result = BundleBuilder.build(versions.v1(), versions.v2(), bundle, options, BuildProgress.NONE);
            assertThat(result.outcome()).as("build of %s: %s", name, result).isEqualTo(BuildResult.Outcome.WRITTEN);
            return bundle;
        } catch (BuildInputException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
