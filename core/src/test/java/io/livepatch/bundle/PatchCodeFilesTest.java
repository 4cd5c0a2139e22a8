package io.livepatch.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.Callbacks;
import io.livepatch.model.JavaReleases;
import io.livepatch.model.Outside;
import io.livepatch.model.PatchCode;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.ReplaceSet;
import io.livepatch.testing.Sources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The code that a bundle brings to speak for itself. */
class PatchCodeFilesTest {
    private static final String PROBE = "p.Probe";
    private static final byte[] CLASS_FILE =
            Sources.compile(17, "package p; class Probe { }").get("p/Probe");

    private static PatchDescriptor descriptor() {
        PatchDescriptor plain = BundleSamples.descriptor();
        return new PatchDescriptor(
                "fix",
                "",
                "",
                ReplaceSet.NONE,
                plain.classes(),
                List.of(),
                Outside.NONE,
                new PatchCode(List.of(PROBE), Optional.of(PROBE), Callbacks.NONE),
                JavaReleases.ALL);
    }

    private static byte[] bundle(Map<String, byte[]> code) {
        return BundleWriter.toBytes(descriptor(), Map.of("a.B", BundleSamples.classFile()), Map.of(), code);
    }

    private static Bundle read(byte[] bundle) throws InvalidBundleException {
        return BundleReader.read("fix.jar", ByteBuffer.wrap(bundle));
    }

    private static void refuse(byte[] bundle, String text) {
        assertThatThrownBy(() -> read(bundle))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining(text);
    }

    private static byte[] withJson(String from, String to) {
        String json = new String(DescriptorJson.write(descriptor()), StandardCharsets.UTF_8).replaceAll("\\s", "");
        assertThat(json).contains(from);
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(BundleSamples.JSON, json.replace(from, to).getBytes(StandardCharsets.UTF_8));
        entries.put(BundleFormat.codeEntryOf(PROBE), CLASS_FILE);
        return BundleSamples.zip(entries);
    }

    @Test
    void read_bundleWithAProbe_givesWhatWasWritten() throws InvalidBundleException {
        Bundle bundle = read(bundle(Map.of(PROBE, CLASS_FILE)));

        assertThat(bundle.descriptor()).isEqualTo(descriptor());
        assertThat(bundle.codeClass(PROBE)).isEqualTo(CLASS_FILE);
        assertThatThrownBy(() -> bundle.codeClass("a.B")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void read_classFileMissing_isRefused() {
        refuse(bundle(Map.of()), "the class file of p.Probe, of the patch's own code, is missing");
    }

    @Test
    void read_classFileOfAnotherClass_isRefused() {
        refuse(bundle(Map.of(PROBE, BundleSamples.classFile())), "holds the class a.B");
    }

    @Test
    void read_probeThatIsNoClassOfTheCode_isRefused() {
        refuse(withJson("\"probe\":\"p.Probe\"", "\"probe\":\"p.Other\""), "is none of the classes");
    }

    @Test
    void read_nameThatNoClassCanHave_isRefused() {
        refuse(withJson("[\"p.Probe\"", "[\"p.Probe\",\"java.lang.Evil\""), "java.lang.Evil");
        refuse(withJson("[\"p.Probe\"", "[\"p.Probe\",\"../Evil\""), "../Evil");
    }

    @Test
    void read_codeInAVersionThatHasNone_isRefused() {
        refuse(withJson("\"formatVersion\":3", "\"formatVersion\":2"), "code or Java releases, which format version 2");
    }
}
