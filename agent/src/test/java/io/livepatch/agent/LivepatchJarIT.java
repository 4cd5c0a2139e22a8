package io.livepatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the shipped file, and what must not be. */
class LivepatchJarIT {
    private static final int JAVA_8 = 52;
    private static final int JAVA_17 = 61;
    private static final long MAX_SIZE = 8_000_000;

    private final File file = new File(System.getProperty("livepatch.jar"));
    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(file);
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void root_holdsTheEntryClassesAndNothingElse() {
        assertThat(names())
                .allMatch(name -> name.startsWith("inst/")
                        || name.matches("io/livepatch/agent/\\w+\\.class")
                        || List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE")
                                .contains(name))
                .contains("META-INF/LICENSE", "META-INF/NOTICE", "io/livepatch/agent/LivepatchAgent.class")
                .doesNotHaveDuplicates();
    }

    @Test
    void classFiles_belowInst_areNotSeenAsClasses() {
        assertThat(names()).filteredOn(name -> name.startsWith("inst/")).noneMatch(name -> name.endsWith(".class"));
    }

    @Test
    void entryClasses_areOfJava8() {
        assertThat(names())
                .filteredOn(name -> name.endsWith(".class"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(majorVersion(name)).isEqualTo(JAVA_8));
    }

    @Test
    void engine_runsOnJava17() {
        assertThat(names())
                .filteredOn(name -> name.endsWith(".classdata"))
                .hasSizeGreaterThan(1000)
                .allSatisfy(name -> assertThat(majorVersion(name)).isLessThanOrEqualTo(JAVA_17));
    }

    @Test
    void engine_isComplete() {
        assertThat(names())
                .contains(
                        "inst/io/livepatch/engine/EngineMain.classdata",
                        "inst/io/livepatch/control/ControlServer.classdata",
                        "inst/org/objectweb/asm/ClassReader.classdata",
                        "inst/net/bytebuddy/ByteBuddy.classdata",
                        "inst/picocli/CommandLine.classdata",
                        "inst/simplelogger.properties");
    }

    @Test
    void nothing_isNativeOrForAnotherRelease() {
        assertThat(names())
                .noneMatch(name -> name.matches(".*\\.(so|dll|dylib|jnilib)"))
                .noneMatch(name -> name.contains("module-info"))
                .noneMatch(name -> name.contains("META-INF/versions"))
                .noneMatch(name -> name.contains("META-INF/maven"))
                .noneMatch(name -> name.matches(".*\\.(SF|RSA|DSA)"));
    }

    @Test
    void logging_isNotTheApplications() throws IOException {
        assertThat(names()).noneMatch(name -> name.startsWith("inst/org/slf4j"));
        String provider = text("inst/META-INF/services/io.livepatch.shaded.slf4j.spi.SLF4JServiceProvider");
        assertThat(names()).contains("inst/" + provider.strip().replace('.', '/') + ".classdata");
        assertThat(text("inst/simplelogger.properties"))
                .contains("io.livepatch.shaded.slf4j.simpleLogger.defaultLogLevel=warn")
                .doesNotContain("org.slf4j");
    }

    @Test
    void manifest_namesTheEntryThreeTimes() throws IOException {
        Attributes main = jar.getManifest().getMainAttributes();
        for (String name : List.of("Main-Class", "Premain-Class", "Agent-Class")) {
            assertThat(main.getValue(name)).isEqualTo(LivepatchAgent.class.getName());
        }
        assertThat(main.getValue("Can-Retransform-Classes")).isEqualTo("true");
        assertThat(main.getValue("Can-Redefine-Classes")).isEqualTo("true");
        assertThat(main.getValue("Implementation-Version")).isNotBlank();
        // what would put classes of ours where the application sees them, or change how the JVM reads the file
        assertThat(main.getValue("Boot-Class-Path")).isNull();
        assertThat(main.getValue("Launcher-Agent-Class")).isNull();
        assertThat(main.getValue("Multi-Release")).isNull();
        assertThat(main.getValue("Class-Path")).isNull();
    }

    @Test
    void size_isBounded() {
        assertThat(file.length()).isBetween(1_000_000L, MAX_SIZE);
    }

    private List<String> names() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .toList();
    }

    private int majorVersion(String name) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            in.readUnsignedShort();
            return in.readUnsignedShort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
