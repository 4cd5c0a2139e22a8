package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.testing.Sources;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each step of the matching, where no other one finds the class. {@code F} and {@code G} are the supertypes of what is numbered. */
class NumberedMatcherTest {
    private static final String ONE = "F one() { return new F() { int f() { return 1; } }; }";
    private static final String TWO = "F two() { return new F() { int f() { return 2; } }; }";

    @Test
    void match_sameContentInTwoMethods_isByMethod() {
        String other = TWO.replace("2", "1");

        NumberedNamesMap names = match(ONE + other, other + ONE);

        assertThat(names.map("A$1")).isEqualTo("A$2");
        assertThat(names.map("A$2")).isEqualTo("A$1");
    }

    @Test
    void match_sameContentInRenamedMethods_isByContent() {
        NumberedNamesMap names = match(ONE + TWO, TWO.replace("two()", "second()") + ONE.replace("one()", "first()"));

        assertThat(names.map("A$1")).isEqualTo("A$2");
        assertThat(names.map("A$2")).isEqualTo("A$1");
    }

    @Test
    void match_sameContentTwiceInAMethod_keepsTheNamesThatBothHave() {
        String twice = "void m() { new F() { int f() { return 1; } }; new F() { int f() { return 1; } }; }";

        NumberedNamesMap names = match(twice, twice.replace("m() {", "m() { new F() { int f() { return 0; } };"));

        assertThat(names.map("A$2")).isEqualTo("A$2");
        assertThat(names.map("A$3")).isEqualTo("A$1");
    }

    @Test
    void match_changedClassesOfOneMethod_isByMembers() {
        NumberedNamesMap names = match(
                "void m() { new F() { int f() { return 1; } void g() { } }; new F() { int f() { return 2; } void h() { } }; }",
                "void m() { new F() { int f() { return 4; } void h() { } }; new F() { int f() { return 3; } void g() { } }; }");

        assertThat(names.map("A$1")).isEqualTo("A$2");
        assertThat(names.map("A$2")).isEqualTo("A$1");
    }

    @Test
    void match_changedClassWithOtherMembers_isByMethod() {
        NumberedNamesMap names =
                match(ONE + TWO, TWO.replace("int f()", "int g; int f()") + ONE.replace("int f()", "int h; int f()"));

        assertThat(names.map("A$1")).isEqualTo("A$2");
        assertThat(names.map("A$2")).isEqualTo("A$1");
    }

    @Test
    void match_changedClassesWithinTwoLocalOnes_isByThoseAround() {
        String one = "void one() { class L { class Inner { F f() { return new F() { int f() { return 1; } }; } } } }";
        String two = one.replace("one()", "two()").replace("1", "2");

        NumberedNamesMap names = match(one + two, two.replace("2", "4") + one.replace("1", "3"));

        assertThat(names.map("A$1L")).isEqualTo("A$2L");
        assertThat(names.map("A$1L$Inner")).isEqualTo("A$2L$Inner");
        assertThat(names.map("A$1L$Inner$1")).isEqualTo("A$2L$Inner$1");
    }

    @Test
    void match_changedClassesThatNothingTellsApart_keepTheirNames() {
        String both = "void m() { new F() { int f() { return 1; } }; new F() { int f() { return 2; } }; }";

        NumberedNamesMap names =
                match(both, ONE.replace("1", "5") + both.replace("1", "3").replace("2", "4"));

        assertThat(names.map("A$1")).isEqualTo("A$1");
        assertThat(names.map("A$2")).isEqualTo("A$2");
        assertThat(names.map("A$3")).isEqualTo("A$3");
    }

    @Test
    void match_classOfTheSameNameThatExtendsAnother_isAnotherOne() {
        NumberedNamesMap names = match(ONE, ONE.replace("F", "G").replace("1", "3"));

        assertThat(names.map("A$1")).isEqualTo("A$2");
    }

    @Test
    void match_classThatCapturesMore_isAnotherOne() {
        String one = "F one(int a) { return new F() { int f() { return 1; } }; }";

        assertThat(match(one, one.replace("1", "a")).map("A$1")).isEqualTo("A$2");
        assertThat(match(one.replace("1", "a"), one).map("A$1")).isEqualTo("A$1");
    }

    @Test
    void match_accessorForAnotherMember_hasANameThatNeitherHas() {
        String before = "private int a, b; class N { int n() { return a; } }";

        NumberedNamesMap names = match(8, before, before.replace("return a", "return b + a"));

        assertThat(names.mapMethodName("A", "access$100", "(LA;)I")).isEqualTo("access$000");
        assertThat(names.mapMethodName("A", "access$000", "(LA;)I")).doesNotMatch("access\\$[01]00");
    }

    private static NumberedNamesMap match(String before, String after) {
        return match(17, before, after);
    }

    private static NumberedNamesMap match(int release, String before, String after) {
        NumberedFamily old = family(release, before);
        return new NumberedMatcher(old, family(release, after), old.classes()::containsKey).match();
    }

    private static NumberedFamily family(int release, String members) {
        Map<String, byte[]> classes = Sources.compile(
                release,
                "abstract class F { abstract int f(); }",
                "abstract class G { abstract int f(); }",
                "class A { " + members + " }");
        classes.keySet().removeIf(each -> !NumberedNames.family(each).equals("A"));
        return NumberedFamily.read(classes).orElseThrow();
    }
}
