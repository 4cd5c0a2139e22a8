package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildResult.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarningsTest {
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
                "class A { void m() { } }|class A { }|REMOVED_METHOD A.m()V",
                "class A { int f; }|class A { }|REMOVED_FIELD A.f",
                "class A { private static final int F = 1; }|class A { private static final int F = 2; }|CONSTANT A.F",
                "@Deprecated class A { }|class A { }|ANNOTATIONS A",
                "class A { void m() { } }|class A { @Deprecated void m() { } }|ANNOTATIONS A.m()V",
                "class A { int f; }|class A { @Deprecated int f; }|ANNOTATIONS A.f",
                "class A extends Exception { }|class A extends Exception { int f; static int g; transient int h; }|SERIAL_FORM A.f",
                "class A extends Exception { }|class A extends Exception { private static final long serialVersionUID = 1; }|SERIAL_FORM A.serialVersionUID",
                "@interface A { int[] m() default {1}; }|@interface A { int[] m() default {2}; }|ANNOTATIONS A.m()[I",
            })
    void build_whatStaysAsItIs_isWarnedOfButNotRefused(String oldSource, String newSource, String warning) {
        pair.oldSources(oldSource).newSources(newSource);

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).containsExactly(warning);
        assertThat(pair.build().outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interface A { void m(); } |interface A { public abstract void m(); }",
                "class A { void m() { } }|class A { void m() throws Exception { } }",
                "class A { void m(Object... o) { } }|class A { void m(Object[] o) { } }",
                "class A { }|final class A { }",
                "class A { }|class A { int f; static final long serialVersionUID = 1; }",
                "class A { java.util.List<String> f; }|class A { java.util.List<Integer> f; }",
                "class A { int f, g; void m() { } void n() { } }|class A { void n() { } int g; int f; void m() { } }",
            })
    void build_whatTheJvmDoesNotSee_isNotMentioned(String oldSource, String newSource) {
        pair.oldSources(oldSource).newSources(newSource);

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).isEmpty();
    }

    @Test
    void build_removedClassAndChangedFiles_areWarnedOf() {
        pair.oldSources("class A { }", "class B { }", "class C { class I { } }")
                .newSources("class A { }", "class C { }");
        pair.bothEntries("a/messages.properties", "a=1", "a=2");
        pair.bothEntries("a/same.properties", "a=1", "a=1");
        pair.bothEntries("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n", "Manifest-Version: 1.0\nA: b\n");
        pair.bothEntries("META-INF/SIGNER.SF", "1", "2");
        pair.bothEntries("META-INF/maven/g/a/pom.xml", "1", "2");

        assertThat(pair.warnings())
                .containsExactlyInAnyOrder("REMOVED_CLASS B", "REMOVED_CLASS C$I", "RESOURCE a/messages.properties");
        assertThat(pair.refusals()).isEmpty();
    }

    @Test
    void build_firstAssertion_isTakenOutWithAWarning() {
        String source = "class A { static Object o = new Object(); int m(int i) { %s return i; } }";
        pair.oldSources(source.formatted("")).newSources(source.formatted("assert i > 0; i++;"));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).containsExactly("A.m(I)I");
        assertThat(pair.warnings()).containsExactly("ASSERTIONS A");
    }

    @Test
    void build_onlyAnAssertionRemoved_isNoChangeOfTheInitializer() {
        pair.oldSources("class A { int m(int i) { assert i > 0; return i; } }")
                .newSources("class A { int m(int i) { return i; } }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).containsExactly("A.m(I)I");
        assertThat(pair.warnings()).isEmpty();
    }

    @Test
    void build_assertionsInBoth_arePatchedLikeOtherCode() {
        String source = "class A { int m(int i) { assert i > %s; return i; } }";
        pair.oldSources(source.formatted("0")).newSources(source.formatted("1"));

        assertThat(pair.changed()).containsExactly("A.m(I)I");
        assertThat(pair.warnings()).isEmpty();
    }

    @Test
    void build_largeConstructors_areWarnedOf() {
        pair.oldSources("class A { A(int i) { " + "i += i * 31 + 7;".repeat(600) + " } }")
                .newSources("class A { A(int i) { " + "i += i * 37 + 7;".repeat(600) + " } }");

        assertThat(pair.warnings()).containsExactlyInAnyOrder("LARGE_METHOD A.<init>(I)V", "MADE_BEFORE A.<init>(I)V");
    }

    @Test
    void build_addedEnumConstant_isNamedInTheBundleAndWarnedOf() {
        pair.oldSources("enum A { B, C }").newSources("enum A { B, C, D }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).containsExactly("ENUM_CONSTANT A");
        assertThat(pair.build().warnings().get(0).text()).contains("adds D to this enum");
        assertThat(pair.build().descriptor().orElseThrow().outside().enums()).containsExactly("A");
    }

    @Test
    void build_switchTableMadeBeforeAConstantWasAdded_isMadeAnew() {
        String user = "class U { int m(A a) { switch (a) { case B: return 1; default: return 2; } } }";
        pair.oldSources("enum A { B, C }", user).newSources("enum A { B, C, D }", user);

        assertThat(pair.changed()).contains("U.m(LA;)I");
    }

    @Test
    void build_removedEnumConstant_staysAmongTheOthers() {
        pair.oldSources("enum A { B, C, D }").newSources("enum A { B, D }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).containsExactlyInAnyOrder("REMOVED_FIELD A.C", "MADE_BEFORE A.D");
        assertThat(pair.build().descriptor())
                .hasValueSatisfying(patch -> assertThat(patch.outside().enums()).isEmpty());
    }

    @Test
    void build_enumConstantMadeInAnotherWay_staysOneObject() {
        String source = "enum A { B(%s); final int i; A(int i) { this.i = i; } static A first() { return %s; } }";
        pair.oldSources(source.formatted("1", "null")).newSources(source.formatted("2", "B"));

        assertThat(pair.changed()).containsExactly("A.first()LA;");
        assertThat(pair.warnings()).containsExactly("MADE_BEFORE A.B");
        assertThat(pair.build().descriptor().orElseThrow().added()).isEmpty();
    }

    @Test
    void build_callerOfSeveralChangedMethods_isAGuardCandidate() {
        String callers = "class Callers { static int both() { return A.one() + new B().two(); }"
                + " static int inherited() { return new C().two() + A.one(); }"
                + " static int once() { return A.one() + A.one(); }"
                + " static int other() { return A.one() + new B().three(); } }";
        String unchanged = "class C extends B { } ";
        pair.oldSources(
                        "class A { static int one() { return 1; } }",
                        "class B { int two() { return 2; } int three() { return 3; } }",
                        unchanged,
                        callers)
                .newSources(
                        "class A { static int one() { return -1; } }",
                        "class B { int two() { return -2; } int three() { return 3; } }",
                        unchanged,
                        callers);

        assertThat(pair.warnings())
                .containsExactlyInAnyOrder("GUARD_CANDIDATE Callers.both()I", "GUARD_CANDIDATE Callers.inherited()I");
        assertThat(pair.build().warnings().get(0).text()).contains("A.one()I, B.two()I");
    }

    @Test
    void build_versionsTheWrongWayRound_areWarnedOf() {
        String pom = "groupId=g\nartifactId=%s\nversion=%s\n";
        pair.oldSources("class A { }").newSources("class A { }");
        pair.bothEntries(
                "META-INF/maven/g/lib/pom.properties", pom.formatted("lib", "1.10.0"), pom.formatted("lib", "1.9.9"));
        assertThat(pair.warnings()).containsExactly("SWAPPED " + directory.resolve("lib-2.jar"));

        pair.bothEntries(
                "META-INF/maven/g/lib/pom.properties", pom.formatted("lib", "1.9.9"), pom.formatted("lib", "1.10.0"));
        assertThat(pair.warnings()).isEmpty();

        pair.bothEntries("META-INF/maven/g/lib/pom.properties", pom.formatted("lib", "1"), pom.formatted("other", "2"));
        assertThat(pair.warnings()).containsExactly("OTHER_ARTIFACT " + directory.resolve("lib-2.jar"));
    }

    @Test
    void build_addedFieldThatSomeObjectsLeaveAsItIs_isOnlyWarnedOf() {
        String now = "class A { int n; A() { } A(int n) { this.n = n; } int m() { return n; } }";
        pair.oldSources("class A { int m() { return 0; } }").newSources(now);
        assertThat(pair.warnings()).isEmpty();

        pair.newSources(now.replace("A() { }", "A() { n = hashCode(); n++; }"));
        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.n");

        pair.oldSources("class A { A(byte b) { } int m() { return 0; } }").newSources(now);
        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.n");
    }

    @Test
    void build_addedFieldThatAMethodSetsForTheConstructor_isWarnedOf() {
        String now =
                "class A { Object n; A() { init(); } private void init() { n = new Object(); } int m() { return n.hashCode(); } }";
        pair.oldSources("class A { A() { } int m() { return 0; } }").newSources(now);

        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.n");
    }

    @Test
    void build_addedFieldThatASubclassSetsWhenItIsMade_isWarnedOf() {
        String now = "class A { int n; void set() { n = 3; } int m() { return n; } }";
        pair.oldSources("class A { int m() { return 0; } }", "class B extends A { }")
                .newSources(now, "class B extends A { B() { set(); } }");
        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.n");

        pair.newSources(now, "class B extends A { B() { n = 2; } }");
        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.n");

        pair.newSources(now, "class B extends A { void later() { set(); } }");
        assertThat(pair.warnings()).doesNotContain("FIELD_DEFAULT A.n");
    }

    @Test
    void build_addedFieldThatAChainingConstructorSets_isWarnedOfUnlessAllAgree() {
        String now =
                "class A { int n; boolean strict; A(int n) { this.n = n; } A() { this(5); strict = true; } boolean m() { return strict; } }";
        pair.oldSources("class A { int n; A(int n) { this.n = n; } A() { this(5); } boolean m() { return false; } }")
                .newSources(now);
        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.strict");

        pair.newSources(now.replace("this.n = n;", "this.n = n; strict = true;"));
        assertThat(pair.warnings()).doesNotContain("FIELD_DEFAULT A.strict");

        pair.newSources(now.replace("strict = true;", ""));
        assertThat(pair.warnings()).doesNotContain("FIELD_DEFAULT A.strict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit = count++;",
                "limit = shared = 7;",
                "limit = counts[0] = 7;",
                "limit = other.count = 7;",
                "limit = count = (byte) (other.count = 7);",
                "if (count > 0) limit = 8;",
                "if (count > 0) this.limit = count > 1 ? 8 : 9;",
            })
    void build_addedFieldWhoseValueCannotBeMadeLater_isWarnedOf(String statement) {
        String members = "class A { int count; int[] counts = new int[1]; A other; static int shared; ";
        pair.oldSources(members + "int m() { return 0; } }")
                .newSources(members + "int limit; A() { " + statement + " } int m() { return limit; } }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit = count = 7;",
                "count = limit = 7;",
                "limit = this.count = other == null ? counts.length : 3;",
                "int[] all = {count}; limit = new int[] {7, 8}[0];",
                "limit = shared++;",
            })
    void build_addedFieldWhoseValueCanBeMadeLater_isNotWarnedOf(String statement) {
        String members = "class A { int count; int[] counts = new int[1]; A other; static int shared; ";
        pair.oldSources(members + "int m() { return 0; } }")
                .newSources(members + "int limit; A() { " + statement + " } int m() { return limit; } }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).doesNotContain("FIELD_DEFAULT A.limit");
    }

    @Test
    void build_addedFieldWithAParameterThatChangesBeforeItIsKept_isWarnedOf() {
        pair.oldSources("class A { final int n; A(int n) { n++; this.n = n; } int m() { return 0; } }")
                .newSources(
                        "class A { final int n; int first; A(int n) { first = n; n++; this.n = n; } int m() { return first; } }");

        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit = first + 1;", "limit = sum();", "limit = this.sum() + parent.sum();"})
    void build_addedFieldWhoseValueNeedsAnotherOfTheObject_isWarnedOf(String statement) {
        pair.oldSources("class A { A parent; int m() { return 0; } }")
                .newSources("class A { A parent; int first = 3; int limit; A() { " + statement
                        + " } int sum() { return first + 1; } int m() { return limit + first; } }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).contains("FIELD_DEFAULT A.limit").doesNotContain("FIELD_DEFAULT A.first");
    }

    @Test
    void build_addedFieldWhoseValueNeedsThatOfAnotherObject_isNotWarnedOf() {
        pair.oldSources("class A { final A parent; A(A parent) { this.parent = parent; } int m() { return 0; } }")
                .newSources(
                        "class A { final A parent; final int depth; A(A parent) { this.parent = parent; depth = parent == null ? 0 : parent.m() + parent.depth; }"
                                + " int m() { return depth; } }");

        assertThat(pair.warnings()).doesNotContain("FIELD_DEFAULT A.depth");
    }

    @Test
    void build_constructorThatSetsAFieldTogetherWithAnAddedOne_isWarnedOf() {
        String now = "class A { int n; int limit; A() { limit = 7; } int m() { return limit; } }";
        pair.oldSources("class A { int n; A() { } int m() { return 0; } }").newSources(now);
        assertThat(pair.warnings()).isEmpty();

        pair.newSources(now.replace("limit = 7", "limit = n = 7"));
        assertThat(pair.warnings()).containsExactly("MADE_BEFORE A.<init>()V");
    }

    @Test
    void build_addedDefaultMethodOfAClassWhoseSuperclassIsNotThere_isWarnedOf() {
        String user = "class C { int m(A a) { return %s; } }";
        String kept = "class B extends X implements A { }";
        pair.oldSources("interface A { }", "class X { }", kept, user.formatted("1"))
                .newSources(
                        "interface A { default int n() { return 2; } }", "class X { }", kept, user.formatted("a.n()"))
                .withoutEntry("X.class");

        assertThat(pair.warnings()).contains("OVERRIDE B.n()I");
    }
}
