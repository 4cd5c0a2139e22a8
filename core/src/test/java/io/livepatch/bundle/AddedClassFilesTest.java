package io.livepatch.bundle;

import static io.livepatch.bundle.BundleSamples.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.JavaReleases;
import io.livepatch.model.Outside;
import io.livepatch.model.PatchCode;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.ReplaceSet;
import io.livepatch.model.SerializationHook;
import io.livepatch.testing.Sources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedClassFilesTest {
    private static final String BASE = "a.Base$livepatch$0a1b2c3d";
    private static final String SUB = "a.Sub$livepatch$0a1b2c3d";
    private static final String PATCHED = "a.B";
    private static final Map<String, byte[]> ADDED = compiled();

    private static Map<String, byte[]> compiled() {
        Map<String, byte[]> compiled = Sources.compile(
                17,
                "package a; interface Base$livepatch$0a1b2c3d { }",
                "package a; class Sub$livepatch$0a1b2c3d implements a.Base$livepatch$0a1b2c3d { }");
        Map<String, byte[]> byName = new HashMap<>();
        compiled.forEach((name, classFile) -> byName.put(name.replace('/', '.'), classFile));
        return byName;
    }

    @Test
    void read_bundleWithAddedClasses_givesWhatWasWritten() throws InvalidBundleException {
        Bundle bundle = read(bundle(BASE, SUB));

        assertThat(bundle.descriptor()).isEqualTo(descriptor(BASE, SUB));
        assertThat(bundle.addedClass(BASE)).isEqualTo(ADDED.get(BASE));
        assertThat(bundle.addedClass(SUB)).isEqualTo(ADDED.get(SUB));
        assertThatThrownBy(() -> bundle.addedClass("a.B")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void read_addedClassChangedByCaller_doesNotChangeTheBundle() throws InvalidBundleException {
        Bundle bundle = read(bundle(BASE));

        Arrays.fill(bundle.addedClass(BASE), (byte) 0);

        assertThat(bundle.addedClass(BASE)).isEqualTo(ADDED.get(BASE));
    }

    @Test
    void write_formatVersion_isTheLowestThatHasWhatTheBundleNeeds() {
        assertThat(json(DescriptorJson.write(BundleSamples.descriptor())))
                .contains("\"formatVersion\":1,")
                .doesNotContain("added");
        assertThat(json(DescriptorJson.write(descriptor(BASE)))).contains("\"formatVersion\":2,");
    }

    @Test
    void read_addedClassesInAVersionThatHasNone_isRefused() {
        String json = json(DescriptorJson.write(descriptor(BASE, SUB)));

        refuseJson(json.replace("\"formatVersion\":2", "\"formatVersion\":1"), "which format version 1 does not have");
    }

    @Test
    void read_enums_areThoseWritten() throws InvalidBundleException {
        String json = json(DescriptorJson.write(withEnums(PATCHED)));

        assertThat(json).contains("\"formatVersion\":3,");
        Bundle bundle = read(BundleWriter.toBytes(
                withEnums(PATCHED), Map.of(PATCHED, BundleSamples.classFile()), Map.of(), Map.of()));
        assertThat(bundle.descriptor().outside().enums()).containsExactly(PATCHED);
    }

    @Test
    void read_hooks_areThoseWritten() throws InvalidBundleException {
        SerializationHook hook = new SerializationHook(PATCHED, "readObject", BASE, "readObject$this");
        String json = json(DescriptorJson.write(withHooks(hook)));

        assertThat(json).contains("\"formatVersion\":3,");
        byte[] bundle = BundleWriter.toBytes(
                withHooks(hook), Map.of(PATCHED, BundleSamples.classFile()), Map.of(BASE, ADDED.get(BASE)), Map.of());
        assertThat(read(bundle).descriptor().outside().hooks()).containsExactly(hook);
        refuseJson(json.replace("\"formatVersion\":3", "\"formatVersion\":2"), "which format version 2 does not have");
        refuseJson(
                json.replace("\"companion\":\"" + BASE, "\"companion\":\"java.lang.Runtime"), "one that is not added");
        refuseJson(json.replace("\"readObject\"", "\"exec\""), "not a method that serialization can be handed: exec");
    }

    private static PatchDescriptor withHooks(SerializationHook... hooks) {
        PatchDescriptor plain = descriptor(BASE);
        return new PatchDescriptor(
                plain.name(),
                plain.version(),
                plain.description(),
                ReplaceSet.NONE,
                plain.classes(),
                plain.added(),
                new Outside(List.of(), List.of(hooks), List.of()),
                PatchCode.NONE,
                JavaReleases.ALL);
    }

    @Test
    void read_enumsInAVersionThatHasNone_isRefused() {
        String json = json(DescriptorJson.write(withEnums(PATCHED)));

        refuseJson(json.replace("\"formatVersion\":3", "\"formatVersion\":2"), "which format version 2 does not have");
        refuseJson(
                json.replace("\"enums\":[\"" + PATCHED, "\"enums\":[\"a.Other"),
                "the enum a.Other is listed twice, or not patched");
    }

    @Test
    void read_supertypeAfterSubtype_isRefused() {
        refuse(bundle(SUB, BASE), "the added class " + SUB + " is listed before its supertype " + BASE);
    }

    @Test
    void read_missingAddedClass_isRefused() {
        Map<String, byte[]> entries = entries(BASE, SUB);
        entries.remove(BundleFormat.addedEntryOf(SUB));

        refuse(BundleSamples.zip(entries), "the class file of the added class " + SUB + " is missing");
    }

    @Test
    void read_addedClassThatIsNotListed_isRefused() {
        Map<String, byte[]> entries = entries(BASE);
        entries.put(BundleFormat.addedEntryOf(SUB), ADDED.get(SUB));

        refuse(BundleSamples.zip(entries), "belongs to no class of the patch");
    }

    @Test
    void read_addedClassAmongThePatched_isRefused() {
        Map<String, byte[]> entries = entries(BASE);
        entries.put(BundleFormat.entryOf(BASE), entries.remove(BundleFormat.addedEntryOf(BASE)));

        refuse(BundleSamples.zip(entries), "the class file of the added class " + BASE + " is missing");
    }

    @Test
    void read_badAddedClassFile_isRefused() {
        refuse(bundleWith(new byte[] {1, 2, 3}), "the class file of " + BASE + " cannot be read: not a class file");
        refuse(
                bundleWith(Arrays.copyOf(ADDED.get(BASE), 60)),
                "the class file of " + BASE + " cannot be read: damaged class file");
        refuse(bundleWith(ADDED.get(SUB)), "the class file of " + BASE + " holds the class " + SUB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.Evil", "java.Evil", "java.util.concurrent.Evil"})
    void read_addedClassInAPackageOfJava_isRefused(String name) {
        refuseNamed(name, "no class can be added to a package of java.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "java/lang/Evil", "a..B", "../B", ".a", "a.", "[La.B", "a.B;"})
    void read_nameThatNoAddedClassHas_isRefused(String name) {
        refuseNamed(name, "not the name of a class that could be added: " + name);
    }

    @Test
    void read_addedClassTwiceOrPatched_isRefused() {
        String json = json(DescriptorJson.write(descriptor(BASE, SUB)));

        refuseJson(json.replace(SUB, BASE), "the added class " + BASE + " is listed twice, or patched as well");
        refuseJson(json.replace(SUB, "a.B"), "the added class a.B is listed twice, or patched as well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"a.B\"", "7", "null", "[7]", "[null]", "[[]]"})
    void read_addedThatIsNoListOfNames_isRefused(String value) {
        String json = json(DescriptorJson.write(BundleSamples.descriptor()));

        refuseJson(
                json.replaceFirst("\\{", "{\"added\":" + value + ","), "the field added of the patch is not an array");
    }

    @Test
    void read_flippedBytes_areRefusedOrChangeNothingThatCounts() {
        byte[] file = bundle(BASE, SUB);
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] garbled = file.clone();
            garbled[random.nextInt(garbled.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                Bundle bundle = read(garbled);
                assertThat(bundle.descriptor()).isEqualTo(descriptor(BASE, SUB));
                assertThat(bundle.addedClass(SUB)).isEqualTo(ADDED.get(SUB));
            } catch (InvalidBundleException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }

    private static PatchDescriptor descriptor(String... added) {
        PatchDescriptor plain = BundleSamples.descriptor();
        return new PatchDescriptor(
                plain.name(), plain.version(), plain.description(), ReplaceSet.NONE, plain.classes(), List.of(added));
    }

    private static PatchDescriptor withEnums(String... enums) {
        PatchDescriptor plain = BundleSamples.descriptor();
        return new PatchDescriptor(
                plain.name(),
                plain.version(),
                plain.description(),
                ReplaceSet.NONE,
                plain.classes(),
                List.of(),
                new Outside(List.of(enums), List.of(), List.of()),
                PatchCode.NONE,
                JavaReleases.ALL);
    }

    private static byte[] bundle(String... added) {
        Map<String, byte[]> classFiles = new HashMap<>();
        for (String each : added) {
            classFiles.put(each, ADDED.get(each));
        }
        return BundleWriter.toBytes(descriptor(added), Map.of("a.B", BundleSamples.classFile()), classFiles, Map.of());
    }

    private static byte[] bundleWith(byte[] classFile) {
        Map<String, byte[]> entries = entries(BASE);
        entries.put(BundleFormat.addedEntryOf(BASE), classFile);
        return BundleSamples.zip(entries);
    }

    private static Map<String, byte[]> entries(String... added) {
        Map<String, byte[]> entries = new LinkedHashMap<>(BundleSamples.entries());
        entries.put(JSON, DescriptorJson.write(descriptor(added)));
        for (String each : added) {
            entries.put(BundleFormat.addedEntryOf(each), ADDED.get(each));
        }
        return entries;
    }

    private static Bundle read(byte[] file) throws InvalidBundleException {
        return BundleReader.read("fix.jar", ByteBuffer.wrap(file));
    }

    private static void refuseNamed(String name, String message) {
        String json = json(DescriptorJson.write(descriptor(BASE)));
        refuseJson(json.replace(BASE, name), message);
    }

    private static void refuseJson(String json, String message) {
        Map<String, byte[]> entries = entries(BASE, SUB);
        entries.put(JSON, json.getBytes(StandardCharsets.UTF_8));
        refuse(BundleSamples.zip(entries), message);
    }

    private static void refuse(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining(message);
    }

    private static String json(byte[] descriptor) {
        return new String(descriptor, StandardCharsets.UTF_8).replace("\": ", "\":");
    }
}
