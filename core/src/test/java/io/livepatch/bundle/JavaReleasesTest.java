package io.livepatch.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.JavaReleases;
import io.livepatch.model.Outside;
import io.livepatch.model.PatchCode;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.ReplaceSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaReleasesTest {
    @ParameterizedTest
    @CsvSource({"0, 21", "17, 25", "21, " + JavaReleases.UNBOUNDED})
    void read_releases_areThoseWritten(int from, int before) throws InvalidBundleException {
        JavaReleases releases = new JavaReleases(from, before);
        byte[] bundle = BundleWriter.toBytes(
                descriptor(releases), Map.of("a.B", BundleSamples.classFile()), Map.of(), Map.of());

        assertThat(read(bundle).descriptor().releases()).isEqualTo(releases);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "from":17,"before":21    | "from":21,"before":17      | no range of Java releases: from 21, before 17
                    "from":17,"before":21    | "from":-1                  | from
                    {"from":17,"before":21}  | 17                         | javaReleases
                    "from":17                | "from":"17"                | from
                    "formatVersion":3        | "formatVersion":2          | which format version 2 does not have
                    """)
    void read_wrongReleases_areRefused(String from, String to, String text) {
        String json = new String(DescriptorJson.write(descriptor(new JavaReleases(17, 21))), StandardCharsets.UTF_8)
                .replaceAll("\\s", "");
        assertThat(json).contains(from);
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(BundleSamples.JSON, json.replace(from, to).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> read(BundleSamples.zip(entries)))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining(text);
    }

    @Test
    void toString_range_saysWhereItEnds() {
        assertThat(new JavaReleases(17, 21)).hasToString("Java 17 to 20");
        assertThat(new JavaReleases(0, 21)).hasToString("Java before 21");
        assertThat(new JavaReleases(21, JavaReleases.UNBOUNDED)).hasToString("Java 21 and later");
        assertThat(JavaReleases.ALL).hasToString("every Java release");
    }

    @Test
    void contains_bounds_areFromAndBefore() {
        JavaReleases releases = new JavaReleases(17, 21);

        assertThat(releases.contains(16)).isFalse();
        assertThat(releases.contains(17)).isTrue();
        assertThat(releases.contains(20)).isTrue();
        assertThat(releases.contains(21)).isFalse();
    }

    private static Bundle read(byte[] bundle) throws InvalidBundleException {
        return BundleReader.read("fix.jar", ByteBuffer.wrap(bundle));
    }

    private static PatchDescriptor descriptor(JavaReleases releases) {
        PatchDescriptor plain = BundleSamples.descriptor();
        return new PatchDescriptor(
                plain.name(),
                plain.version(),
                "",
                ReplaceSet.NONE,
                plain.classes(),
                List.of(),
                Outside.NONE,
                PatchCode.NONE,
                releases);
    }
}
