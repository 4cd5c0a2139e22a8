package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.api.ShadowVariables;
import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.PatchApi;
import io.livepatch.model.PatchCode;
import io.livepatch.testing.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCodeTest {
    private static final String LIBRARY = "public class A { public static int one() { return %d; } }";

    @TempDir
    private Path directory;

    private VersionPair pair;
    private Path probes;

    @BeforeEach
    void aLibraryAndADirectoryForProbes() throws IOException {
        pair = new VersionPair(directory)
                .oldSources(LIBRARY.formatted(1))
                .newSources(LIBRARY.formatted(2))
                .probe("p.Probe");
        probes = Files.createDirectories(directory.resolve("probes"));
    }

    private void probe(String... sources) throws IOException {
        Map<String, byte[]> classFiles = Sources.compile(17, sources);
        for (Map.Entry<String, byte[]> each : classFiles.entrySet()) {
            Path file = probes.resolve(each.getKey() + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        pair.rules(new ConsistencyRules(List.of(), List.of(), false, List.of(probes)));
    }

    private void refused(String text) {
        BuildResult result = pair.build();

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(RefusalKind.PROBE);
            assertThat(refusal.text()).contains(text);
        });
    }

    @Test
    void build_probe_bringsWhatItNeedsOfItsPlaceAndNothingElse() throws IOException {
        probe(
                "package p; public class Probe { public static boolean vulnerable() { return Helper.test(new Bean()); }"
                        + " static class Bean { } }",
                "package p; class Helper { static boolean test(Object o) { return o == null; } }",
                "package p; class Unused { }");

        PatchCode code = pair.build().descriptor().orElseThrow().code();

        assertThat(code.probe()).isEqualTo(Optional.of("p.Probe"));
        assertThat(code.classes()).containsExactly("p.Helper", "p.Probe", "p.Probe$Bean");
    }

    @Test
    void build_probeThatUsesTheApi_doesNotBringIt() throws IOException {
        probe("package p; public class Probe { public static boolean vulnerable() {"
                + " return io.livepatch.api.ShadowVariables.get(Probe.class, \"id\") == null; } }");
        String api = PatchApi.SHADOW_VARIABLES + ".class";
        Files.createDirectories(probes.resolve(api).getParent());
        try (InputStream in = ShadowVariables.class.getClassLoader().getResourceAsStream(api)) {
            Files.copy(in, probes.resolve(api));
        }

        assertThat(pair.build().descriptor().orElseThrow().code().classes()).containsExactly("p.Probe");
    }

    @Test
    void build_probeThatIsNowhere_isRefused() throws IOException {
        probe("package p; class Other { }");

        refused("is in no JAR or directory of the --classpath");
    }

    @Test
    void build_probeWithoutItsMethod_isRefused() throws IOException {
        probe("package p; public class Probe { public boolean vulnerable() { return true; } }");

        refused("no public class with a method public static boolean vulnerable()");
    }

    @Test
    void build_probeThatIsPartOfTheLibrary_isRefused() throws IOException {
        pair.probe("A");
        probe(LIBRARY.formatted(3));

        refused("belongs to the library");
    }

    @Test
    void build_probeThatUsesAnAddedMethod_isRefused() throws IOException {
        String fixed =
                "package q; public class L { public static int one() { return 2; } public static int two() { return 2; } }";
        String probe = "package p; public class Probe { public static boolean vulnerable() { return q.L.two() > 1; } }";
        pair.oldSources("package q; public class L { public static int one() { return 1; } }")
                .newSources(fixed);
        probe(fixed, probe);

        refused("the probe would use q.L.two()I, which the running library does not have");
    }

    @Test
    void build_damagedClassThatTheProbeNeeds_isRefused() throws IOException {
        probe(
                "package p; public class Probe { public static boolean vulnerable() { return Helper.test(); } }",
                "package p; class Helper { static boolean test() { return true; } }");
        Files.write(probes.resolve("p/Helper.class"), new byte[] {1, 2, 3});

        refused("whose class file cannot be read");
    }
}
