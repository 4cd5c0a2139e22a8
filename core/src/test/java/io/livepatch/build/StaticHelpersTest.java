package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Static fields whose values are made by methods that the static initialiser calls. */
class StaticHelpersTest {
    private static final String DENY_LIST = "import java.util.*; class A { static final Set<String> DENY = deny();"
            + " static Set<String> deny() { return more(); } static Set<String> more() { return Set.of(\"%s\"); }"
            + " static boolean denies(String s) { return DENY.contains(s); } }";

    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void emptyPair() {
        pair = new VersionPair(directory);
    }

    @Test
    void build_finalFieldOfAChangedHelper_isVersioned() {
        pair.oldSources(DENY_LIST.formatted("a")).newSources(DENY_LIST.formatted("b"));

        assertThat(pair.changed()).containsExactly("A.denies(Ljava/lang/String;)Z", "A.more()Ljava/util/Set;");
        assertThat(pair.warnings()).isEmpty();
    }

    @Test
    void build_finalFieldThatIsLeftOut_isWarnedOf() {
        pair.oldSources(DENY_LIST.formatted("a")).newSources(DENY_LIST.formatted("b"));
        pair.slice(Slice.of(List.of(), List.of("A.DENY")));

        assertThat(pair.changed()).containsExactly("A.more()Ljava/util/Set;");
        assertThat(pair.warnings()).containsExactly("MADE_BEFORE A.DENY");
    }

    @Test
    void build_helperThatIsLeftOut_changesNoField() {
        String other = "class B { static int m() { return %s; } }";
        pair.oldSources(DENY_LIST.formatted("a"), other.formatted("1"));
        pair.newSources(DENY_LIST.formatted("b"), other.formatted("2"));
        pair.slice(Slice.of(List.of(), List.of("A.more")));

        assertThat(pair.changed()).containsExactly("B.m()I");
        assertThat(pair.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "static int f = f(); static int f() { return %s; }|A.f",
                "static final int[] F = new int[1]; static { fill(); } static void fill() { F[0] = %s; }|A",
            })
    void build_stateOfAChangedHelper_isWarnedOf(String members, String where) {
        String source = "class A { " + members + " }";
        pair.oldSources(source.formatted("1")).newSources(source.formatted("2"));

        assertThat(pair.warnings()).contains("STATIC_STATE " + where);
    }

    @Test
    void build_lambdaOfAField_isPatchedWhereItIs() {
        String source = "import java.util.function.*; class A { static final IntSupplier F = () -> %s;"
                + " static IntSupplier g = () -> %1$s; static int m() { return F.getAsInt() + g.getAsInt(); } }";
        pair.oldSources(source.formatted("1")).newSources(source.formatted("2"));

        assertThat(pair.changed()).containsExactly("A.lambda$static$0()I", "A.lambda$static$1()I");
        assertThat(pair.warnings()).isEmpty();
    }
}
