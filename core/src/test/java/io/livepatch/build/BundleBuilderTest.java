package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.build.BuildInputException.Kind;
import io.livepatch.build.BuildResult.Counts;
import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.bundle.Bundle;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.finding.Finding;
import io.livepatch.testing.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleBuilderTest {
    private static final String OLD =
            "package a; public class B { int i; public B(int j) { i = j; } public int c(int k) { return i + k; }"
                    + " static synchronized long s(long l) { return l; } private void p() { } }";
    private static final String FIXED = OLD.replace("i + k", "i - k").replace("i = j;", "i = -j;");

    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void emptyPair() {
        pair = new VersionPair(directory);
    }

    @Test
    void build_methodThatSerializationLooksFor_isNamedAndItsClassHasABody() {
        String source = "class A implements java.io.Serializable { int i; A() { } A(int i) { this.i = i + 1; } %s }";
        pair.oldSources(source.formatted(""))
                .newSources(source.formatted("private Object readResolve() { return new A(i); }"));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).containsExactly("A.<init>()V");
        assertThat(pair.build().descriptor().orElseThrow().outside().hooks())
                .singleElement()
                .satisfies(hook -> {
                    assertThat(hook.className()).isEqualTo("A");
                    assertThat(hook.method()).isEqualTo("readResolve");
                    assertThat(hook.companion()).startsWith("A$livepatch$");
                });
    }

    @Test
    void build_enumThatGetsConstants_isNamed() {
        String source = "package a; enum E { B%s; int i() { return values().length; } }";
        pair.oldSources(source.formatted("")).newSources(source.formatted(", C"));

        assertThat(pair.build().descriptor().orElseThrow().outside().enums()).containsExactly("a.E");
    }

    @Test
    void build_excludedMethodWithASuperCallOfAHookedOne_keepsWhatItDoes() throws IOException, InvalidBundleException {
        String source =
                "class A { int m() { return 1; } } class B extends A { %s } class C extends B { String n() { return super.m() + \"%s\"; } }";
        pair.oldSources(source.formatted("", "before"))
                .newSources(source.formatted("int m() { return 2; }", "after"))
                .slice(Slice.of(List.of(), List.of("C.n")));

        assertThat(pair.changed()).containsExactlyInAnyOrder("A.m()I", "C.n()Ljava/lang/String;");
        byte[] brought = BundleReader.read(pair.target()).classFile("C");
        assertThat(new String(brought, StandardCharsets.ISO_8859_1))
                .contains("before")
                .doesNotContain("after");
    }

    @Test
    void build_changedBodies_writesThem() throws IOException, InvalidBundleException {
        BuildResult result = pair.oldSources(OLD).newSources(FIXED).build();

        assertThat(result.outcome()).isEqualTo(Outcome.WRITTEN);
        assertThat(result.counts()).isEqualTo(new Counts(1, 2, 0, 0, 0, 0));
        assertThat(result.warnings()).extracting(Finding::where).containsExactly("a.B.<init>(I)V");
        assertThat(pair.changed()).containsExactly("a.B.<init>(I)V", "a.B.c(I)I");
        Bundle bundle = BundleReader.read(result.bundle().orElseThrow());
        assertThat(bundle.descriptor()).isEqualTo(result.descriptor().orElseThrow());
        assertThat(bundle.descriptor().classes().get(0).methods())
                .allSatisfy(m -> assertThat(m.from()).isNotEqualTo(m.to()));
    }

    @Test
    void build_twice_givesTheSameFile() throws IOException {
        pair.oldSources(OLD).newSources(FIXED).build();
        byte[] first = Files.readAllBytes(pair.target());
        pair.build();

        assertThat(Files.readAllBytes(pair.target())).isEqualTo(first);
    }

    @Test
    void build_directories_isTheSameAsJars() throws IOException {
        pair.oldSources(OLD).newSources(FIXED).build();
        byte[] fromJars = Files.readAllBytes(pair.target());

        assertThat(pair.build(pair.unpack(true), pair.unpack(false)).outcome()).isEqualTo(Outcome.WRITTEN);
        assertThat(Files.readAllBytes(pair.target())).isEqualTo(fromJars);
    }

    @Test
    void build_onlyNoise_isNothingToPatch() {
        pair.oldSources(OLD);
        Map<String, byte[]> noisy = Sources.compile(
                List.of("--release", "17", "-g:none"),
                "\n\n" + OLD.replace("int k", "int other").replace("+ k", "+ other"));
        noisy.forEach((name, classFile) -> pair.newEntry(name + ".class", classFile));

        BuildResult result = pair.build();

        assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
        assertThat(result.bundle()).isEmpty();
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void build_sameFile_isNothingToPatch() {
        Path jar = pair.oldSources(OLD).oldJar();

        assertThat(pair.build(jar, jar).outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
    }

    @Test
    void build_refused_leavesAnOlderBundleAlone() throws IOException, BuildInputException {
        pair.oldSources(OLD).newSources(OLD.replace("private void p() { }", "private native void p();"));
        Files.writeString(pair.target(), "older");

        BuildResult result = BundleBuilder.build(
                pair.oldJar(), pair.newJar(), pair.target(), new BuildOptions("fix", "", ""), BuildProgress.NONE);

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(pair.target()).hasContent("older");
    }

    @Test
    void build_progress_countsEveryClass() throws IOException, BuildInputException {
        pair.oldSources(OLD, "class C { }").newSources(FIXED, "class C { }");
        List<String> seen = new ArrayList<>();

        BundleBuilder.build(
                pair.oldJar(),
                pair.newJar(),
                pair.target(),
                new BuildOptions("fix", "", ""),
                (done, total) -> seen.add(done + "/" + total));

        assertThat(seen).containsExactly("1/2", "2/2");
    }

    @Test
    void build_badInput_isToldInASentence() throws IOException {
        Path jar = pair.oldSources(OLD).oldJar();
        Path garbage = Files.writeString(directory.resolve("garbage.jar"), "no zip");
        Path empty = Files.createDirectory(directory.resolve("empty"));

        refuseInput(directory.resolve("none.jar"), jar, Kind.MISSING, "there is no file ");
        refuseInput(jar, directory.resolve("none.jar"), Kind.MISSING, "none.jar");
        refuseInput(jar, garbage, Kind.UNREADABLE, "neither a readable JAR nor a directory");
        refuseInput(jar, empty, Kind.NO_CLASSES, "holds no class");
    }

    @Test
    void build_badTarget_isToldInASentence() {
        Path jar = pair.oldSources(OLD).oldJar();

        refuseTarget(jar, jar, "would overwrite");
        refuseTarget(jar, directory, "is a directory");
        refuseTarget(jar, directory.resolve("none").resolve("fix.jar"), "there is no directory");
    }

    private static void refuseTarget(Path jar, Path target, String message) {
        BuildOptions options = new BuildOptions("fix", "", "");
        assertThatThrownBy(() -> BundleBuilder.build(jar, jar, target, options, BuildProgress.NONE))
                .isInstanceOfSatisfying(
                        BuildInputException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TARGET))
                .hasMessageContaining(message);
    }

    private void refuseInput(Path oldPath, Path newPath, Kind kind, String message) {
        BuildOptions options = new BuildOptions("fix", "", "");
        assertThatThrownBy(() -> BundleBuilder.build(oldPath, newPath, pair.target(), options, BuildProgress.NONE))
                .isInstanceOfSatisfying(
                        BuildInputException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    @Test
    void defaultName_isTheFilesNameAsAPatchName() {
        assertThat(BuildOptions.defaultName(Path.of("x/spring-core-5.3.1.jar"))).isEqualTo("spring-core-5.3.1");
        assertThat(BuildOptions.defaultName(Path.of("my classes/"))).isEqualTo("my-classes");
        assertThat(BuildOptions.defaultName(Path.of("/"))).isEqualTo("patch");
        assertThat(new BuildOptions(BuildOptions.defaultName(Path.of("é".repeat(300))), "", "").name())
                .hasSize(200);
        assertThatThrownBy(() -> new BuildOptions("a b", "", "")).hasMessageContaining("unlike: a b");
    }
}
