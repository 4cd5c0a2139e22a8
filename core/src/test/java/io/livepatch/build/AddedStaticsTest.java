package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildResult.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Added static fields that get their values by methods which the static initialiser calls. */
class AddedStaticsTest {
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
                "static { init(); } static void init() { m = 1; deny = new Object(); }",
                "static { more(); } static void more() { init(); } static void init() { m = 1; deny = new Object(); }",
                "static Object kept = init(); static Object init() { deny = new Object(); return null; }",
            })
    void build_addedStaticFieldThatAMethodSetsForTheInitialiser_isRefused(String members) {
        String old = "class A { static int m; static int get() { return 1; } "
                + members.replace("deny = new Object();", "") + " }";
        pair.oldSources(old)
                .newSources("class A { static int m; static Object deny; static int get() { return deny.hashCode(); } "
                        + members + " }");

        assertThat(pair.refusals()).containsExactly("FIELD_DEFAULT A.deny");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "static Object deny; static Object deny() { if (deny == null) { deny = new Object(); } return deny; }",
                "static Object deny; static final Object USER = deny(); static Object deny() { deny = new Object(); return USER; }",
                "static Object deny = new Object(); static Object deny() { return deny; } static void set() { deny = null; }",
            })
    void build_addedStaticFieldThatGetsItsValue_isTaken(String members) {
        String source = "class A { static Object kept = %s(); static Object made() { return null; } %s }";
        pair.oldSources(source.formatted("made", "static Object get() { return null; }"))
                .newSources(source.formatted(
                        members.contains("== null") ? "deny" : "made",
                        "static Object get() { return deny(); } " + members));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.build().outcome()).isEqualTo(Outcome.WRITTEN);
    }

    @Test
    void build_addedStaticFieldWhoseObjectAMethodFillsForTheInitialiser_isWarnedOf() {
        String source = "class A { static { fill(); } static void fill() { %s } static int get() { return %s; } %s }";
        pair.oldSources(source.formatted("", "0", ""))
                .newSources(source.formatted(
                        "DENY.add(1);",
                        "DENY.size()",
                        "static final java.util.List<Integer> DENY = new java.util.ArrayList<>();"));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).contains("STATIC_STATE A.DENY");
    }
}
