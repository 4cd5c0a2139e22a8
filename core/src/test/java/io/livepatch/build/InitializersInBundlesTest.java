package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.bundle.Bundle;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bytecode.ClassFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A callback may have static fields initialised anew, with what the bundle brings. */
class InitializersInBundlesTest {
    @Test
    void build_classThatGetsAnInitialiser_bringsItWithTheStaticMethodsThatItCalls(@TempDir Path directory)
            throws Exception {
        BuildResult result = new VersionPair(directory)
                .oldSources("package lib; public class A { static Object field; public static int f() { return 1; } }")
                .newSources(
                        "package lib; public class A { static Object field = make(); public static int f() { return 2; }"
                                + " private static Object make() { return more(); } private static Object more() { return 1; }"
                                + " private static Object unused() { return 2; } }")
                .build();

        Bundle bundle = BundleReader.read(result.bundle().orElseThrow());

        assertThat(ClassFiles.read(bundle.classFile("lib.A")).methods)
                .extracting(each -> each.name)
                .containsExactlyInAnyOrder("<init>", "f", "<clinit>", "make", "more");
    }
}
