package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.model.JavaReleases;
import io.livepatch.testing.Sources;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiReleaseTest {
    private static final String FOR_21 = "META-INF/versions/21/A.class";
    private static final String FOR_19 = "META-INF/versions/19/A.class";
    private static final String FOR_8 = "META-INF/versions/8/A.class";

    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void aMultiReleaseJar() {
        String manifest = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n";
        pair = new VersionPair(directory).bothEntries("META-INF/MANIFEST.MF", manifest, manifest);
        pair.oldEntry("A.class", version(1)).newEntry("A.class", version(2));
    }

    @Test
    void build_changedBesideAnUnchangedVariant_isForReleasesBeforeIt() {
        pair.oldEntry(FOR_21, version(1)).newEntry(FOR_21, moved());

        assertThat(pair.warnings()).containsExactly("MULTI_RELEASE A");
        assertThat(releases()).isEqualTo(new JavaReleases(0, 21));
    }

    @Test
    void build_changedVariant_isRefusedWithoutARelease() {
        pair.oldEntry(FOR_21, version(1)).newEntry(FOR_21, version(3));

        assertThat(pair.refusals()).containsExactly("MULTI_RELEASE " + FOR_21);
    }

    @Test
    void build_release_takesItsVariant() {
        pair.oldEntry(FOR_21, version(1)).newEntry(FOR_21, version(3));
        pair.oldEntry(FOR_19, version(1)).newEntry(FOR_19, version(1));

        assertThat(pair.release(25).changed()).containsExactly("A.m()I");
        assertThat(releases()).isEqualTo(new JavaReleases(21, JavaReleases.UNBOUNDED));
    }

    @Test
    void build_releaseBeforeOtherVariants_isBounded() {
        pair.oldEntry(FOR_21, version(1)).newEntry(FOR_21, version(3));
        pair.oldEntry(FOR_19, version(1)).newEntry(FOR_19, version(1));

        assertThat(pair.release(20).build().outcome()).isEqualTo(BuildResult.Outcome.NOTHING_TO_PATCH);
        assertThat(pair.release(17).warnings()).containsExactly("MULTI_RELEASE " + pair.newJar());
        assertThat(releases()).isEqualTo(new JavaReleases(0, 19));
    }

    @Test
    void build_variantThatIsNew_differsFromTheClassBefore() {
        pair.newEntry(FOR_21, version(1));

        assertThat(pair.release(21).build().outcome()).isEqualTo(BuildResult.Outcome.NOTHING_TO_PATCH);
        assertThat(pair.release(17).changed()).containsExactly("A.m()I");
        assertThat(releases()).isEqualTo(new JavaReleases(0, 21));
    }

    @Test
    void build_whatIsNoVariant_isNotLookedAt() {
        pair.oldEntry(FOR_8, version(1)).newEntry(FOR_8, version(3));
        assertThat(pair.warnings()).isEmpty();

        pair.bothEntries("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n", "Manifest-Version: 1.0\r\n\r\n");
        pair.oldEntry(FOR_21, version(1)).newEntry(FOR_21, version(3));
        assertThat(pair.warnings()).isEmpty();
        assertThat(releases()).isEqualTo(JavaReleases.ALL);
    }

    @Test
    void build_brokenVariant_isRefused() {
        pair.oldEntry(FOR_21, version(1)).newEntry(FOR_21, new byte[] {1});

        assertThat(pair.release(17).refusals()).containsExactly("BROKEN_CLASS " + FOR_21);
    }

    private JavaReleases releases() {
        return pair.build().descriptor().orElseThrow().releases();
    }

    private static byte[] version(int result) {
        return Sources.compile(17, "class A { int m() { return " + result + "; } }")
                .get("A");
    }

    private static byte[] moved() {
        return Sources.compile(17, "\n\nclass A { int m() { return 1; } }").get("A");
    }
}
