package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.testing.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What compilers number. Each case is also run: NEW under the names of OLD must do what NEW does. */
class RenumberingTest {
    private static final String ANONYMOUS = """
            class A {
                interface F { String f(); }
                static F one() { return new F() { public String f() { return "one"; } }; }
                static F two() {
                    class Local implements F {
                        class Inner implements F { public String f() { return "inner"; } }
                        public String f() { return new Inner().f() + new F() { public String f() { return "deep"; } }.f(); }
                    }
                    return new Local();
                }
                static F three(int i) { F a = new F() { public String f() { return "three" + i; } };
                    F b = new F() { public String f() { return "four" + i; } }; return i > 0 ? a : b; }
                static F five() { class Local implements F { public String f() { F g = () -> "five"; return g.f(); } } return new Local(); }
                static String run() { return one().f() + two().f() + three(1).f() + three(0).f() + five().f(); }
            }
            """;
    private static final String ACCESS = """
            class A {
                private int a = 1; private int b = 2;
                private int c() { return 3; }
                private A() { }
                private A(int i) { a = i; }
                static class B {
                    int first(A x) { return x.a; }
                    int second(A x) { return x.b++ + x.b; }
                    int third(A x) { return x.c(); }
                }
                interface F { int f(); }
                F f() { return new F() { public int f() { return a + b + c(); } }; }
                static class Maker { A make() { return new A(); } A make(int i) { return new A(i); } }
                static String run() { A x = new Maker().make(), y = new Maker().make(7); B z = new B();
                    return "" + z.first(x) + z.second(x) + z.third(x) + x.f().f() + z.first(y); }
            }
            """;
    private static final String SWITCHES = """
            class A {
                enum E { P, Q, R } enum G { X, Y }
                static int e(E e) { switch (e) { case Q: return 1; case P: return 2; default: return 3; } }
                static int g(G g) { switch (g) { case Y: return 4; default: return 5; } }
                static String h() { return ""; }
                static String run() { String s = h(); for (E e : E.values()) s += e(e); for (G g : G.values()) s += g(g); return s; }
            }
            """;

    @TempDir
    private Path directory;

    private VersionPair pair;
    private Map<String, byte[]> renamed;

    @BeforeEach
    void emptyPair() {
        pair = new VersionPair(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void build_anonymousClassBeforeOthers_changesItsMethodOnly(int release) {
        versions(release, ANONYMOUS, ANONYMOUS.replace("{ return new F() { public String f() { return \"one\"", """
                { F x = new F() { public String f() { return "0"; } }; x.f();
                  return new F() { public String f() { return "one\""""));

        assertThat(pair.changed()).containsExactly("A.one()LA$F;");
        assertThat(pair.build().counts().newClasses()).isEqualTo(1);
        assertThat(pair.warnings()).isEmpty();
        assertThat(numbered())
                .containsExactlyInAnyOrder(
                        "A$1", "A$1Local", "A$1Local$Inner", "A$1Local$1", "A$2", "A$3", "A$2Local", "A$5");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void build_firstAnonymousClassRemoved_changesItsMethodOnly(int release) {
        versions(release, ANONYMOUS, ANONYMOUS.replace("new F() { public String f() { return \"one\"; } }", "five()"));

        assertThat(pair.changed()).containsExactly("A.one()LA$F;");
        assertThat(pair.warnings()).containsExactly("REMOVED_CLASS A$1");
        assertThat(numbered())
                .containsExactlyInAnyOrder("A$1Local", "A$1Local$Inner", "A$1Local$1", "A$2", "A$3", "A$2Local");
    }

    @Test
    void build_localClassesInAnotherOrder_isNothingToPatch() {
        String five = ANONYMOUS
                .lines()
                .filter(line -> line.contains("F five()"))
                .findFirst()
                .orElseThrow();
        versions(
                17,
                ANONYMOUS,
                ANONYMOUS.replace(five + "\n", "").replace("    static F one()", five + "\n    static F one()"));

        assertThat(pair.build().outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
    }

    @Test
    void build_changedClassBehindAnAddedOne_staysTheSameClass() {
        versions(
                17,
                ANONYMOUS,
                ANONYMOUS
                        .replace("\"one\"", "new F() { public String f() { return \"other\"; } }.f()")
                        .replace("\"deep\"", "\"deeper\""));

        assertThat(pair.changed()).containsExactly("A$1.f()Ljava/lang/String;", "A$1Local$1.f()Ljava/lang/String;");
        assertThat(pair.build().counts().newClasses()).isEqualTo(1);
    }

    @Test
    void build_addedClassOfAnotherKindFirst_takesTheNumberOfNone() {
        versions(
                17,
                ANONYMOUS,
                ANONYMOUS
                        .replace("\"four\" + i", "new Object() { int i() { return i; } }.i() + \"4\"")
                        .replace("return new F() { public String f() { return \"one\"", """
                        Object o = new Object() { public String toString() { return "o"; } }; o.toString();
                        return new F() { public String f() { return "one\""""));

        assertThat(pair.changed()).containsExactly("A.one()LA$F;", "A$3.f()Ljava/lang/String;");
        assertThat(pair.build().counts().newClasses()).isEqualTo(2);
        assertThat(pair.refusals()).isEmpty();
    }

    @Test
    void build_classAddedBetweenOthersOfItsMethod_isTheOnlyNewOne() {
        versions(
                17,
                ANONYMOUS,
                ANONYMOUS.replace(
                        "F b = new F()",
                        "F c = new F() { public String f() { return \"x\" + i; } }; c.f(); F b = new F()"));

        assertThat(pair.changed()).containsExactly("A.three(I)LA$F;");
        assertThat(pair.build().counts().newClasses()).isEqualTo(1);
    }

    @Test
    void build_classWithAnotherMemberBehindAnAddedOne_isTheOneOfItsMethod() {
        versions(
                17,
                ANONYMOUS,
                ANONYMOUS
                        .replace("    static F one()", """
                                static F zero() { return new F() { public String f() { return "zero"; } }; }
                                static F one()""")
                        .replace("f() { return \"one\"; }", "f() { return g(); } String g() { return \"ONE\"; }"));

        assertThat(pair.changed()).containsExactly("A$1.f()Ljava/lang/String;");
        assertThat(pair.warnings()).isEmpty();
    }

    @Test
    void build_nameOfAnAnonymousClassInText_keepsAllNames() {
        String source = ANONYMOUS.replace("interface F {", "static final Object NAME = \"A$1\"; interface F {");
        versions(17, source, source.replace("{ return new F() { public String f() { return \"one\"", """
                { F x = new F() { public String f() { return "0"; } }; x.f();
                  return new F() { public String f() { return "one\""""));

        assertThat(pair.changed()).contains("A$1.f()Ljava/lang/String;");
    }

    @Test
    void build_accessorAddedBeforeOthers_leavesTheOthersAlone() {
        versions(
                8,
                ACCESS,
                ACCESS.replace("return x.a;", "return d() + x.a;")
                        .replace("private int c()", "private static int d() { return 0; } private int c()"));

        assertThat(pair.changed()).containsExactly("A$B.first(LA;)I");
        assertThat(pair.build().counts().methodsAdded()).isLessThanOrEqualTo(2);
    }

    @Test
    void build_accessorForAnotherMember_isNoOtherBodyOfOldOne() {
        versions(8, ACCESS, ACCESS.replace("return x.a;", "return x.b;").replace("return x.c();", "return x.a + 2;"));

        assertThat(pair.changed()).containsExactly("A$B.first(LA;)I", "A$B.third(LA;)I");
    }

    @Test
    void build_classThatTagsConstructors_isNoPartOfThem() {
        versions(8, ACCESS, ACCESS.replace("private A() { }", """
                Object o() { return new Object() { public String toString() { return "o"; } }; }
                private A() { }"""));

        assertThat(pair.build().outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
        assertThat(pair.refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void build_switchMapBehindAnAddedClass_isTheSameOne(int release) {
        versions(
                release,
                SWITCHES,
                SWITCHES.replace("{ return \"\"; }", "{ return new Object() { String s() { return \"\"; } }.s(); }"));

        assertThat(pair.changed()).containsExactly("A.h()Ljava/lang/String;");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void build_switchesInAnotherOrder_isNothingToPatch(int release) {
        String e = SWITCHES.lines()
                .filter(line -> line.contains("int e(E e)"))
                .findFirst()
                .orElseThrow();
        versions(
                release,
                SWITCHES,
                SWITCHES.replace(e + "\n", "").replace("    static String h()", e + "\n    static String h()"));

        assertThat(pair.build().outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void build_anotherCaseFirst_changesNoSwitchOverAnotherEnum(int release) {
        versions(release, SWITCHES, SWITCHES.replace("case Q: return 1;", "case R: return 9; case Q: return 1;"));

        assertThat(pair.changed()).containsExactly("A.e(LA$E;)I");
    }

    @Test
    void of_classesOfTwoFamiliesThatSpeakOfEachOther_haveAllTheirOtherNames() {
        String run = "class A { static String run() { return C.o() + \"\"; } }";
        String user =
                "class C { static Object o() { return new Object() { public String toString() { return \"\" + new B$1().f(); } }; } }";
        String used = "class B$1 { int f() { return 1; } }";

        versions(
                Sources.compile(17, run, "class B { }", used, user),
                Sources.compile(
                        17,
                        run,
                        "class B { }",
                        "class B$1 extends Thread { }",
                        used.replace("B$1", "B$2"),
                        user.replace("B$1", "B$2").replace("class C {", "class C { Object added = new Thread() { };")));

        assertThat(renamed).containsKeys("B$1", "C$1").doesNotContainKey("B$2");
    }

    private void versions(int release, String before, String after) {
        versions(Sources.compile(release, before), Sources.compile(release, after));
    }

    private void versions(Map<String, byte[]> oldClasses, Map<String, byte[]> newClasses) {
        VersionPair.entries(oldClasses).forEach(pair::oldEntry);
        VersionPair.entries(newClasses).forEach(pair::newEntry);
        renamed = Renumbering.of(library(oldClasses), library(newClasses)).classes();
        assertThat(run(renamed)).isEqualTo(run(newClasses));
    }

    /** The classes of NEW whose names have a number. */
    private List<String> numbered() {
        return renamed.keySet().stream().filter(NumberedNames::isNumbered).toList();
    }

    private static Library library(Map<String, byte[]> classes) {
        return new Library(
                Path.of("lib.jar"),
                new TreeMap<>(classes),
                new TreeMap<>(),
                new TreeMap<>(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static String run(Map<String, byte[]> classes) {
        ClassLoader loader = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] file = classes.get(name);
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, file, 0, file.length);
            }
        };
        try {
            var run = loader.loadClass("A").getDeclaredMethod("run");
            run.setAccessible(true);
            return (String) run.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void build_classThatCapturesMore_isAnotherClassForNewObjects() {
        String before =
                "class A { java.util.function.IntSupplier f(int a, int b) { return new java.util.function.IntSupplier() {"
                        + " public int getAsInt() { return a; } }; } }";
        pair = new VersionPair(directory).oldSources(before).newSources(before.replace("return a;", "return a + b;"));

        assertThat(pair.changed()).containsExactly("A.f(II)Ljava/util/function/IntSupplier;");
        assertThat(pair.build().counts().newClasses()).isEqualTo(1);
    }

    @Test
    void build_classThatCapturesLess_isTheSame() {
        String before =
                "class A { java.util.function.IntSupplier f(int a, int b) { return new java.util.function.IntSupplier() {"
                        + " public int getAsInt() { return a + b; } }; } }";
        pair = new VersionPair(directory).oldSources(before).newSources(before.replace("return a + b;", "return a;"));

        assertThat(pair.changed()).contains("A$1.getAsInt()I");
    }
}
