package io.livepatch.bundle;

import static io.livepatch.bundle.BundleSamples.CLASS;
import static io.livepatch.bundle.BundleSamples.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.testing.Sources;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleReaderTest {
    @Test
    void read_soundBundle_givesWhatWasWritten() throws InvalidBundleException {
        byte[] file = BundleSamples.bundle();
        ByteBuffer content = ByteBuffer.wrap(file);

        Bundle bundle = BundleReader.read("fix.jar", content);

        assertThat(bundle.descriptor()).isEqualTo(BundleSamples.descriptor());
        assertThat(bundle.classFile("a.B")).isEqualTo(BundleSamples.classFile());
        assertThat(bundle.readClass("a.B").name).isEqualTo("a/B");
        assertThat(bundle.size()).isEqualTo(file.length);
        assertThat(bundle.digest()).matches("[0-9a-f]{64}");
        assertThat(content.remaining()).isEqualTo(file.length);
        assertThatThrownBy(() -> bundle.classFile("a.C")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void read_classFileChangedByCaller_doesNotChangeTheBundle() throws InvalidBundleException {
        Bundle bundle = BundleReader.read("fix.jar", ByteBuffer.wrap(BundleSamples.bundle()));

        Arrays.fill(bundle.classFile("a.B"), (byte) 0);

        assertThat(bundle.classFile("a.B")).isEqualTo(BundleSamples.classFile());
    }

    @Test
    void read_compressedSignedOrWithDirectories_isTheSamePatch() throws InvalidBundleException {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put("META-INF/", new byte[0]);
        entries.put("META-INF/ME.SF", new byte[] {1});
        entries.put("META-INF/ME.EC", new byte[] {1});

        assertThat(BundleReader.read("fix.jar", ByteBuffer.wrap(BundleSamples.zip(entries)))
                        .descriptor())
                .isEqualTo(BundleSamples.descriptor());
    }

    @Test
    void read_everyTruncation_isRefused() {
        byte[] file = BundleSamples.bundle();
        for (int length = 0; length < file.length; length++) {
            refuse(Arrays.copyOf(file, length), "");
        }
    }

    @Test
    void read_flippedBytes_areRefusedOrChangeNothingThatCounts() {
        byte[] file = BundleSamples.bundle();
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] garbled = file.clone();
            garbled[random.nextInt(garbled.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(BundleReader.read("fix.jar", ByteBuffer.wrap(garbled))
                                .descriptor())
                        .isEqualTo(BundleSamples.descriptor());
            } catch (InvalidBundleException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }

    @Test
    void read_noZip_isRefused() {
        refuse("hello".repeat(100).getBytes(StandardCharsets.UTF_8), "it is not a JAR");
        refuse(new byte[0], "it is not a JAR");
    }

    @Test
    void read_appendedBytes_areRefused() {
        byte[] file = BundleSamples.bundle();
        refuse(Arrays.copyOf(file, file.length + 1), "directory at its end");
    }

    @Test
    void read_tooLarge_isRefused() {
        refuse(new byte[BundleFormat.MAX_FILE_SIZE + 1], "more than 33554432 bytes");
    }

    @Test
    void read_zipBomb_isRefusedWithinBounds() {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put("META-INF/livepatch/classes/Bomb.class", new byte[1 << 27]);
        byte[] bomb = BundleSamples.zip(entries);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

        long before = threads.getCurrentThreadAllocatedBytes();
        refuse(bomb, "exceeds the limit of 4194304 bytes");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
    }

    @Test
    void read_manyLargeEntries_areRefused() {
        Map<String, byte[]> entries = BundleSamples.entries();
        for (int i = 0; i < 20; i++) {
            entries.put("META-INF/livepatch/classes/Large" + i + ".class", new byte[4 << 20]);
        }
        refuse(BundleSamples.zip(entries), "67108864 for all");
    }

    @Test
    void read_tooManyEntries_isRefused() {
        Map<String, byte[]> entries = BundleSamples.entries();
        for (int i = 0; i <= BundleFormat.MAX_ENTRIES; i++) {
            entries.put("META-INF/livepatch/classes/C" + i + ".class", new byte[0]);
        }
        refuse(BundleSamples.zip(entries), "more than 10000 entries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "META-INF/livepatch/classes/../../../x",
                "a/B.class",
                "META-INF/x",
                "META-INF/services/javax.script.ScriptEngineFactory",
                "META-INF\\livepatch\\classes\\a\\B.class"
            })
    void read_entryThatDoesNotBelong_isRefused(String name) {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(name, new byte[] {1});

        refuse(BundleSamples.zip(entries), "its entry " + name + " does not belong into a bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"META-INF/livepatch/classes/../../x.class", "META-INF/livepatch/classes/a/C.class"})
    void read_classThatIsNotListed_isRefused(String name) {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(name, BundleSamples.classFile());

        refuse(BundleSamples.zip(entries), "its entry " + name + " belongs to no class of the patch");
    }

    @Test
    void read_sameEntryTwice_isRefused() {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(CLASS.replace("B.class", "C.class"), BundleSamples.classFile());
        byte[] file = BundleSamples.zip(entries);
        for (int i = 0; i < file.length - 7; i++) {
            if (new String(file, i, 7, StandardCharsets.ISO_8859_1).equals("C.class")) {
                file[i] = 'B';
            }
        }
        refuse(file, "two entries " + CLASS);
    }

    @Test
    void read_missingParts_isRefused() {
        Map<String, byte[]> withoutJson = BundleSamples.entries();
        withoutJson.remove(JSON);
        refuse(BundleSamples.zip(withoutJson), "it has no META-INF/livepatch/patch.json");

        Map<String, byte[]> withoutClass = BundleSamples.entries();
        withoutClass.remove(CLASS);
        refuse(BundleSamples.zip(withoutClass), "the class file of a.B is missing");
    }

    @Test
    void read_badClassFile_isRefused() {
        refuseClass(new byte[] {1, 2, 3}, "the class file of a.B cannot be read: not a class file");
        refuseClass(
                Arrays.copyOf(BundleSamples.classFile(), 100),
                "the class file of a.B cannot be read: damaged class file");
        refuseClass(Sources.compile(17, "package a; class C { }").get("a/C"), "holds the class a.C");
        refuseClass(
                Sources.compile(17, "package a; class B { void c(int i) { i--; } }")
                        .get("a/B"),
                "the body of a.B.c(I)V is not the one that the descriptor promises");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n()V", "x()V", "missing()V", "c(J)V"})
    void read_methodWithoutBody_isRefused(String method) {
        MethodId id = MethodId.parse(method);
        PatchDescriptor descriptor =
                new PatchDescriptor("fix", "", "", List.of(new PatchedClass("a.B", List.of(BundleSamples.method(id)))));
        refuse(
                BundleWriter.toBytes(descriptor, Map.of("a.B", BundleSamples.classFile())),
                "no body for the method a.B." + method);
    }

    @Test
    void read_methodOrClassTwice_isRefused() {
        PatchedMethod method = BundleSamples.method(BundleSamples.METHOD);
        Map<String, byte[]> classFiles = Map.of("a.B", BundleSamples.classFile());
        PatchedClass twice = new PatchedClass("a.B", List.of(method, method));
        refuse(
                BundleWriter.toBytes(new PatchDescriptor("fix", "", "", List.of(twice)), classFiles),
                "lists the method a.B.c(I)V twice");
        PatchedClass once = new PatchedClass("a.B", List.of(method));
        refuse(
                BundleWriter.toBytes(new PatchDescriptor("fix", "", "", List.of(once, once)), classFiles),
                "lists the class a.B twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello|is not JSON",
                "{|is not JSON",
                "[]|is not JSON",
                "``|is not JSON",
                "{}|the field formatVersion of the patch is not a whole number",
                "{\"formatVersion\":\"1\"}|formatVersion of the patch is not a whole number",
                "{\"formatVersion\":1.5}|formatVersion of the patch is not a whole number",
                "{\"formatVersion\":1e400}|formatVersion of the patch is not a whole number",
                "{\"formatVersion\":5}|format version 5, this livepatch reads versions up to 4; use the livepatch version",
                "{\"formatVersion\":0}|format version 0",
                "{\"formatVersion\":1}|the field classes of the patch is not an array",
                "{\"formatVersion\":1,\"classes\":{}}|classes of the patch is not an array",
                "{\"formatVersion\":1,\"classes\":[1]}|classes of the patch is not an array of objects",
                "{\"formatVersion\":1,\"classes\":[]}|the field name of the patch is not a string",
                "{\"formatVersion\":1,\"name\":\"x\",\"classes\":[]}|patch x without a class",
                "{\"formatVersion\":1,\"name\":\"x y\",\"classes\":[]}|not a patch name: x y",
                "{\"formatVersion\":1,\"name\":\"x\",\"classes\":[{}]}|the field name of a class is not a string",
                "{\"formatVersion\":1,\"name\":\"x\",\"classes\":[{\"name\":\"a.B\",\"methods\":[]}]}|without a method",
                "{\"formatVersion\":1,\"name\":\"x\",\"classes\":[{\"name\":\"a.B\",\"methods\":[{}]}]}|of a method of a.B",
            })
    void read_wrongDescriptor_isRefused(String json, String message) {
        refuseJson(json, message);
    }

    @Test
    void read_wrongFieldOfMethod_isRefused() {
        String json = new String(DescriptorJson.write(BundleSamples.descriptor()), StandardCharsets.UTF_8);
        refuseJson(json.replace("0".repeat(64), "0".repeat(63)), "not a SHA-256");
        refuseJson(
                json.replace("\"immediate\":true", "\"immediate\":1"), "immediate of a method of a.B is not true or");
        refuseJson(json.replace("\"1.2\"", "null"), "the field version of the patch is not a string");
        refuseJson(json.replace("\"a.B\"", "\"../B\""), "the class file of ../B is missing");
    }

    @Test
    void read_unknownFields_areIgnored() throws InvalidBundleException {
        String json = new String(DescriptorJson.write(BundleSamples.descriptor()), StandardCharsets.UTF_8);
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(JSON, bytes(json.replaceFirst("\\{", "{\"later\":{\"more\":[1,2,{}]},")));

        assertThat(BundleReader.read("fix.jar", ByteBuffer.wrap(BundleSamples.zip(entries)))
                        .descriptor())
                .isEqualTo(BundleSamples.descriptor());
    }

    @Test
    void read_deepNesting_isRefusedWithoutOverflow() {
        refuseJson("[".repeat(1_000_000), "nested more than 16 deep");
        refuseJson("{\"a\":".repeat(500_000), "nested more than 16 deep");
        refuseJson("{\"a\":\"" + "[".repeat(1000) + "\",\"b\":" + "[".repeat(17), "nested more than 16 deep");
    }

    @Test
    void read_numberOfAMillionDigits_isRefusedAtOnce() {
        refuseJson("{\"formatVersion\":" + "9".repeat(1_000_000) + "}", "is not a whole number");
    }

    @Test
    void read_controlCharactersInNames_doNotReachTheMessage() {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put("\u001b[2Jowned", new byte[0]);
        refuse(BundleSamples.zip(entries), "its entry ?[2Jowned");
    }

    @Test
    void read_invalidUtf8_isRefused() {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(JSON, new byte[] {'{', '"', (byte) 0xC3, '"', '}'});
        refuse(BundleSamples.zip(entries), "is not JSON");
    }

    @Test
    void read_guardWithUnchangedBody_isSound() throws InvalidBundleException {
        PatchedMethod method = BundleSamples.method(BundleSamples.METHOD);
        Fingerprint to = method.to();
        PatchDescriptor guard = new PatchDescriptor(
                "guard",
                "",
                "",
                List.of(new PatchedClass("a.B", List.of(new PatchedMethod(method.id(), to, to, false)))));

        Bundle bundle = BundleReader.read(
                "guard.jar", ByteBuffer.wrap(BundleWriter.toBytes(guard, Map.of("a.B", BundleSamples.classFile()))));

        assertThat(bundle.descriptor()).isEqualTo(guard);
    }

    private static void refuseJson(String json, String message) {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(JSON, bytes(json));
        refuse(BundleSamples.zip(entries), message);
    }

    private static void refuseClass(byte[] classFile, String message) {
        Map<String, byte[]> entries = BundleSamples.entries();
        entries.put(CLASS, classFile);
        refuse(BundleSamples.zip(entries), message);
    }

    private static void refuse(byte[] file, String message) {
        assertThatThrownBy(() -> BundleReader.read("fix.jar", ByteBuffer.wrap(file)))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageStartingWith("fix.jar is not a patch bundle that can be used: ")
                .hasMessageContaining(message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
