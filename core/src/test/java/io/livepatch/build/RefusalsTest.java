package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.testing.ClassFiles;
import io.livepatch.testing.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void emptyPair() {
        pair = new VersionPair(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class A { private static final long serialVersionUID = 1; }|class A { private static final long serialVersionUID = 2; }|CONSTANT A.serialVersionUID",
                "class A { native void m(); }|class A { void m() { } }|METHOD_FLAGS A.m()V",
                "abstract class A { abstract void m(); }|abstract class A { void m() { } }|METHOD_FLAGS A.m()V",
                "class A { }|abstract class A { }|CLASS_FLAGS A",
                "class A { }|class A extends Thread { Thread m() { return this; } static Thread n(A a) { return a; } A() { n(this); } }|SUPERTYPE A",
                "class A { }|class A { public String toString() { return super.toString(); } }|OVERRIDE A.toString()Ljava/lang/String;",
                "class A { } abstract class B extends A implements Iterable<String> { }|class A { public void forEach(java.util.function.Consumer<? super String> c) { } } abstract class B extends A implements Iterable<String> { }|OVERRIDE A.forEach(Ljava/util/function/Consumer;)V",
                "class A { }|class A { protected Object readResolve() { return this; } }|SERIALIZATION_HOOK A.readResolve()Ljava/lang/Object;",
                "class A { private Object readResolve() { return this; } }|class A { Object readResolve() { return this; } }|SERIALIZATION_HOOK A.readResolve()Ljava/lang/Object;",
                "class A { protected Object readResolve() { return this; } }|class A { Object readResolve() { return this; } }|SERIALIZATION_HOOK A.readResolve()Ljava/lang/Object;",
                "class A { private void readObjectNoData() { } }|class A { void readObjectNoData() { } }|SERIALIZATION_HOOK A.readObjectNoData()V",
                "class A { int m() { return 0; } }|class A { final int n; A(int n) { this.n = n; } int m() { return n; } }|FIELD_DEFAULT A.n",
                "record A(int i) { }|record A(long i) { }|RECORD A",
                "enum A { B, C }|enum A { B, D, C }|ENUM_CONSTANT A",
                "enum A { B, C }|enum A { C, B }|ENUM_CONSTANT A",
                "enum A { B, C }|enum A { B, D }|ENUM_CONSTANT A",
                "enum A { B }|enum A { B, C { } }|ENUM_CONSTANT A.C",
            })
    void build_changeOfShape_isRefusedWithKindAndPlace(String oldSource, String newSource, String refusal) {
        pair.oldSources(oldSource).newSources(newSource);

        assertThat(pair.refusals()).contains(refusal);
        assertThat(pair.build().refusals()).allSatisfy(r -> assertThat(r.text()).hasSizeGreaterThan(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class A { int i = 1; }|class A extends B { int i = 2; }|class C { }",
                "class A { void m() { } }|class A implements I { void m() { C.n(this); } }|class C { static void n(I i) { } }",
                "class A { }|class A extends B { }|class C { B n() { return new A(); } Object m() { return n(); } }",
            })
    void build_codeThatCountsOnAnAddedSupertype_isRefusedForThatOnly(String oldSource, String newSource, String user) {
        pair.oldSources(oldSource, "class C { Object m() { return null; } }")
                .newSources(newSource, user, "class B { }", "interface I { }");

        assertThat(pair.refusals()).containsExactly("SUPERTYPE A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class A extends Exception { }|class A extends B { }|int m(D d) throws Exception|try { d.run(); } catch (B e) { return 1; } return 0;|SUPERTYPE A",
                "class A { }|class A implements I { }|boolean m(Object o)|return o instanceof I;|SUPERTYPE A",
                "class A { } class E extends A { }|class A implements I { } class E extends A { }|I m()|return new E();|SUPERTYPE A",
                "class A { }|class A implements I { }|int m(A a)|return a.n();|SUPERTYPE C.m(LA;)I",
                "abstract class A { }|abstract class A implements Iterable<String> { }|void m(A a)|a.forEach(null);|SUPERTYPE C.m(LA;)V",
                "class A { }|class A extends F { }|int m(A a)|return a.f;|SUPERTYPE A,SUPERTYPE C.m(LA;)I",
                "class A { }|class A implements I { }|Object m(A a)|return A.LOCK;|",
                "class A { }|class A implements I { }|Object m(Object o)|return o.toString();|",
                "class A { }|class A implements java.io.Serializable { }|Object m(Object o)|return o instanceof java.io.Serializable;|",
            })
    void build_codeThatAsksForAnAddedSupertype_isRefused(
            String oldSource, String newSource, String head, String body, String refusals) {
        String[] both = {
            "class B extends Exception { }",
            "interface I { Object LOCK = new Object(); default int n() { return 1; } }",
            "class D { void run() throws Exception { } }",
            "class F { int f; }"
        };
        String user = "class C { " + head + " { %s } }";
        pair.oldSources(Stream.concat(Stream.of(oldSource, user.formatted("throw null;")), Stream.of(both))
                        .toArray(String[]::new))
                .newSources(Stream.concat(Stream.of(newSource, user.formatted(body)), Stream.of(both))
                        .toArray(String[]::new));

        assertThat(pair.refusals()).containsExactlyInAnyOrder(refusals == null ? new String[0] : refusals.split(","));
    }

    @Test
    void build_addedEnumConstantMadeFromANewObject_isTaken() {
        pair.oldSources("enum A { B(null); A(Object o) { } }")
                .newSources("enum A { B(null), C(new Object()); A(Object o) { } }");

        assertThat(pair.refusals()).isEmpty();
    }

    @Test
    void build_otherOrderOfEnumConstants_saysWhichClassToLeaveOut() {
        pair.oldSources("package a.b; enum OS { X, Y }").newSources("package a.b; enum OS { Y, X }");

        assertThat(pair.build().refusals().get(0).text()).contains("(--exclude 'a.b.OS.*')");
    }

    @ParameterizedTest
    @CsvSource({"private, OVERRIDE C.n()I", "final, OVERRIDE C.n()I", "'', "})
    void build_addedClassThatOverridesWhatOldCloses_isRefused(String old, String refusal) {
        String now = "class A { int n() { return 1; } static int m(A a) { return a.n(); } }";
        pair.oldSources(now.replace("int n", old + " int n").replace("a.n()", "1"), "class B { int m() { return 0; } }")
                .newSources(
                        now,
                        "class B { int m() { return A.m(new C()); } }",
                        "class C extends A { int n() { return 2; } }");

        assertThat(pair.refusals()).isEqualTo(refusal == null ? List.of() : List.of(refusal));
    }

    @ParameterizedTest
    @CsvSource({
        "'', public, OVERRIDE b.C.n()I",
        "private, protected, OVERRIDE b.C.n()I",
        "'', '', ",
        "protected, public, "
    })
    void build_addedClassThatOverridesWhatOldKeepsToAPackage_isRefused(String old, String now, String refusal) {
        String base =
                "package a; public class A { %s int n() { return 1; } public static int m(A a) { return a.n(); } }";
        pair.oldSources(base.formatted(old), "package b; public class B { int m() { return a.A.m(new a.A()); } }")
                .newSources(
                        base.formatted(now),
                        "package b; public class B { int m() { return a.A.m(new C()); } }",
                        "package b; class C extends a.A { public int n() { return 2; } }");

        assertThat(pair.refusals()).isEqualTo(refusal == null ? List.of() : List.of(refusal));
    }

    @ParameterizedTest
    @CsvSource({
        "int n = 5;, return n;, FIELD_DEFAULT B.n",
        "int n;, return n;, ",
        "int n;, return ++n;, FIELD_DEFAULT B.n",
        "int n = 5;, return 2;, "
    })
    void build_addedFieldThatTheConstructorOfASuperclassLeadsTo_isRefused(String field, String body, String refusal) {
        String base = "class A { A() { init(); } void init() { f(); } int f() { return 0; } }";
        pair.oldSources(base, "class B extends A { int f() { return 1; } int m() { return 0; } }")
                .newSources(base, "class B extends A { " + field + " int f() { " + body + " } int m() { return n; } }");

        assertThat(pair.refusals()).isEqualTo(refusal == null ? List.of() : List.of(refusal));
    }

    @Test
    void build_severalChanges_refusesAllAtOnce() {
        pair.oldSources("class A { native void m(); }", "class B { }")
                .newSources("class A { void m() { } }", "abstract class B { }");

        assertThat(pair.refusals()).containsExactlyInAnyOrder("METHOD_FLAGS A.m()V", "CLASS_FLAGS B");
    }

    @Test
    void build_newSubclassOfASealedClass_isRefused() {
        pair.oldSources("sealed class A { Object m() { return null; } static final class B extends A { } }")
                .newSources("sealed class A { Object m() { return new C(); } static final class B extends A { }"
                        + " static final class C extends A { } }");

        assertThat(pair.refusals()).contains("PERMITTED_SUBCLASSES A$C");
    }

    @Test
    void build_constructorsTooLargeTogether_areRefused() {
        pair.oldSources("class A { A(int i) { " + "i += i * 31 + 7;".repeat(6000) + " } }")
                .newSources("class A { A(int i) { " + "i += i * 37 + 7;".repeat(6000) + " } }");

        assertThat(pair.refusals()).containsExactly("TOO_LARGE A.<init>(I)V");
    }

    @Test
    void build_bodiesTooLargeTogether_standApart() {
        pair.oldSources("class A { int m(int i) { " + "i += i * 31 + 7;".repeat(6000) + " return i; } }")
                .newSources("class A { int m(int i) { " + "i += i * 37 + 7;".repeat(6000) + " return i; } }");

        assertThat(pair.changed()).containsExactly("A.m(I)I");
        assertThat(pair.build().descriptor().orElseThrow().added()).hasSize(1);
    }

    @Test
    void build_unrelatedLibraries_areRefusedOnce() {
        pair.oldSources("class A { }", "class B { }").newSources("class C { }", "class D { }");

        assertThat(pair.refusals()).containsExactly("UNRELATED " + directory.resolve("lib-2.jar"));
    }

    @Test
    void build_brokenClassThatDiffers_isRefused() {
        pair.oldSources("class A { }").newSources("class A { }");
        pair.bothEntries("B.class", "garbage", "other garbage");
        pair.bothEntries("Same.class", "garbage", "garbage");

        assertThat(pair.refusals()).containsExactly("BROKEN_CLASS B");
    }

    @Test
    void build_classesBelowAnotherRoot_areRefused() {
        Map<String, byte[]> oldClasses = Sources.compile(17, "class A { }");
        Map<String, byte[]> newClasses = Sources.compile(17, "class A { void m() { } }");
        pair.oldEntry("BOOT-INF/classes/A.class", oldClasses.get("A"))
                .newEntry("BOOT-INF/classes/A.class", newClasses.get("A"));

        assertThat(pair.refusals()).containsExactly("BROKEN_CLASS BOOT-INF.classes.A");
    }

    @Test
    void build_classTwiceInJar_isRefused() throws IOException {
        byte[] classFile = Sources.compile(17, "class A { }").get("A");
        pair.oldEntry("A.class", classFile).oldEntry("B.class", classFile).newEntry("A.class", classFile);
        Path oldJar = pair.oldJar();
        Files.write(oldJar, VersionPair.replaceInEntryNames(Files.readAllBytes(oldJar), "B.class", "A.class"));

        assertThat(pair.build(oldJar, pair.newJar()).refusals())
                .extracting(r -> r.kind() + " " + r.where())
                .containsExactly("DUPLICATE_CLASS A.class");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a body that is possible in the older version too
                "6|8|return o.hashCode();|",
                "5|7|return o.hashCode() > 1 ? 1 : 2;|",
                // from there on it is not
                "4|8|return Runnable.class;|apart",
                "6|8|Runnable r = o::hashCode; return r;|apart",
                "6|8|return java.util.List.of(o);|apart",
                // and both new enough
                "8|17|Runnable r = o::hashCode; return \"a\" + r;|",
                // a body from an old compiler lacks frames
                "8|5|return o == null ? 1 : 2;|apart",
                "8|5|return o;|",
            })
    void build_otherClassFileVersion_setsTheBodyApartIfItNeedsIt(
            int oldVersion, int newVersion, String body, String apart) {
        String source = "class A { Object m(Object o) { %s } }";
        pair.oldEntry("A.class", withVersion(oldVersion, source.formatted("return null;")));
        pair.newEntry("A.class", withVersion(newVersion, source.formatted(body)));

        assertThat(pair.changed()).containsExactly("A.m(Ljava/lang/Object;)Ljava/lang/Object;");
        assertThat(pair.build().descriptor().orElseThrow().added()).hasSize(apart == null ? 0 : 1);
    }

    @Test
    void build_constructorThatNeedsALaterClassFileVersion_isRefused() {
        String source = "class A { A(Object o) { %s } }";
        pair.oldEntry("A.class", withVersion(4, source.formatted("")));
        pair.newEntry("A.class", withVersion(8, source.formatted("Object c = Runnable.class;")));

        assertThat(pair.refusals()).containsExactly("CLASS_VERSION A.<init>(Ljava/lang/Object;)V");
    }

    /** Compiles for Java 8 to 17 and writes the class file in the version of any Java release, with frames where it has them. */
    private static byte[] withVersion(int release, String source) {
        return ClassFiles.ofRelease(
                release, Sources.compile(Math.max(release, 9), source).get("A"));
    }
}
