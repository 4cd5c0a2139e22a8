package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References that are written as before, and mean another field or method in NEW. */
class OtherMembersTest {
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
                "class A { int f = 1; }|class B extends A { %s int get() { return f; } }|int f = 2;|B.get()I",
                "class A { static int f = 1; }|class B extends A { %s static int get() { return f; } }|static int f = 2;|B.get()I",
                "class A { static int f() { return 1; } }|class B extends A { %s } class C { int get() { return B.f(); } }|static int f() { return 2; }|C.get()I",
                "class A { static int f() { return 1; } }|class B extends A { %s } class C { Object get() { java.util.function.IntSupplier s = B::f; return s; } }|static int f() { return 2; }|C.get()Ljava/lang/Object;",
            })
    void build_memberThatHidesAnInheritedOne_changesItsUsers(String base, String source, String member, String user) {
        pair.oldSources(base, source.formatted("")).newSources(base, source.formatted(member));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).contains(user);
    }

    @ParameterizedTest
    @CsvSource({"int f = 2;,B.get()I", "static int f = 2;,B.get()I"})
    void build_memberThatHidesNoMore_changesItsUsers(String member, String user) {
        String base = "class A { " + member + " }";
        String source = "class B extends A { %s int get() { return f; } }";
        pair.oldSources(base, source.formatted(member)).newSources(base, source.formatted(""));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).contains(user);
    }

    @Test
    void build_userThatIsLeftOut_staysAsItIs() {
        pair.oldSources("class A { int f = 1; int m() { return 1; } }", "class B extends A { int get() { return f; } }")
                .newSources(
                        "class A { int f = 1; int m() { return 2; } }",
                        "class B extends A { int f = 2; int get() { return f; } }");
        pair.slice(Slice.of(List.of(), List.of("B.get")));

        assertThat(pair.changed()).doesNotContain("B.get()I").contains("A.m()I");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class A { }|class B extends A { int f; void set(int v) { f = v; } }|class A { int f; int read() { return f; } }|class B extends A { void set(int v) { f = v; } }|A.f",
                "class A { }|class B extends A { static int f; void set(int v) { f = v; } }|class A { static int f; int read() { return f; } }|class B extends A { void set(int v) { f = v; } }|A.f",
                "class A { int f; }|class B extends A { void set(int v) { f = v; } }|class A { }|class B extends A { int f; void set(int v) { f = v; } }|B.f",
                "class A { }|class B extends A { final Object[] f = {1}; void set() { f[0] = 2; } }|class A { final Object[] f = {1}; }|class B extends A { void set() { f[0] = 2; } }|A.f",
            })
    void build_stateThatMovesWithinItsLine_isRefused(
            String oldBase, String oldSource, String newBase, String newSource, String field) {
        pair.oldSources(oldBase, oldSource, "class C { int m() { return 1; } }")
                .newSources(newBase, newSource, "class C { int m() { return 2; } }");

        assertThat(pair.refusals()).containsExactly("FIELD_DEFAULT " + field);
    }

    @Test
    void build_constantFieldThatMovesWithinItsLine_isTaken() {
        pair.oldSources("class A { }", "class B extends A { final String f = toString(); String get() { return f; } }")
                .newSources(
                        "class A { final String f = toString(); }", "class B extends A { String get() { return f; } }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).contains("B.get()Ljava/lang/String;");
    }

    @Test
    void build_stateThatMovesAndIsNotUsed_isLeftWhereItIs() {
        pair.oldSources("class A { int m() { return 1; } }", "class B extends A { int f; void set(int v) { f = v; } }")
                .newSources(
                        "class A { int f; int m() { return 2; } }", "class B extends A { void set(int v) { f = v; } }");
        pair.slice(Slice.of(List.of("A.m"), List.of()));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).containsExactly("A.m()I");
    }
}
