package io.livepatch.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.api.Undo;
import io.livepatch.testing.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReinitializeTest {
    private final List<String> problems = new ArrayList<>();
    private final ThisJvm jvm = new ThisJvm();
    private StaticChanges statics;

    /** A class {@code lib.L} as OLD has it, initialized; the patch brings the other one. */
    private Class<?> library(int release, String before, String now) throws ReflectiveOperationException {
        Map<String, byte[]> old = Sources.compile(release, source(before));
        byte[] classFile = Sources.compile(release, source(now)).get("lib/L");
        statics = new StaticChanges(line -> {}, name -> name.equals("lib.L") ? classFile : null, jvm);
        return Class.forName("lib.L", true, ThisJvm.load(old));
    }

    private Class<?> library(String before, String now) throws ReflectiveOperationException {
        return library(17, before, now);
    }

    private static String source(String members) {
        return members.startsWith("package") ? members : "package lib; public class L { " + members + " }";
    }

    private Object get(Class<?> library, String field) throws NoSuchFieldException {
        return statics.get(library, field);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 11, 17})
    void reinitialize_oneField_runsItsStatementsAndNoOthers(int release) throws Exception {
        Class<?> library = library(release, """
                private static int effects;
                private static java.util.Set<String> blocked = new java.util.TreeSet<>();
                private static final Object other = "old";
                """, """
                private static int effects;
                private static java.util.Set<String> blocked = new java.util.TreeSet<>();
                static { blocked.add("evil"); }
                static { for (String each : "a,b".split(",")) { blocked.add(each + secret()); } }
                static { effects++; }
                private static final Object other = "new";
                private static int secret() { return new L().more(); }
                private int more() { return 4; }
                """);
        Object before = get(library, "blocked");

        // methods that OLD lacks are not there: here only `more` is needed of the running class
        assertThatThrownBy(() -> statics.reinitialize(library, Undo.NEVER, "blocked"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "what the initializer of the new version needs to make lib.L.blocked is not there"
                                + " in this JVM: java.lang.NoSuchMethodError: ")
                .hasMessageContaining("more()");
        assertThat(get(library, "blocked")).isSameAs(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 11, 17})
    void reinitialize_codeThatUsesPrivateMembers_mayUseThem(int release) throws Exception {
        Class<?> library = library(
                release,
                "private static Object field = 1; private static int add = 2; private int more() { return 4; }"
                        + " private static int less() { return 1; }",
                "private static int add = 2; private static Object field = new L().more() + less() + added() + add;"
                        + " private int more() { return 4; } private static int less() { return 100; }"
                        + " private static int added() { return new L().more() * 10; }");

        statics.reinitialize(library, Undo.AFTER_UNPATCH, "field");

        // the method that exists is NEW's too
        assertThat(get(library, "field")).isEqualTo(4 + 100 + 40 + 2);
        TakingBack.all(statics, problems::add);
        assertThat(get(library, "field")).isEqualTo(1);
        assertThat(problems).isEmpty();
    }

    @Test
    void reinitialize_finalAndPrimitiveFields_getNewValues() throws Exception {
        Class<?> library = library(
                "private static final Integer A = Integer.valueOf(1); private static final int B = Integer.parseInt(\"1\");"
                        + " private static long c = 1; private static String gone = \"x\";",
                "private static final Integer A = Integer.valueOf(2); private static final int B = 7;"
                        + " private static long c = A * 10L; private static String gone;");

        statics.reinitialize(library, Undo.AFTER_UNPATCH, "A", "B", "c", "gone");

        assertThat(get(library, "A")).isEqualTo(2);
        assertThat(get(library, "B")).isEqualTo(7);
        assertThat(get(library, "c")).isEqualTo(20L);
        assertThat(get(library, "gone")).isNull();
        TakingBack.all(statics, problems::add);
        assertThat(get(library, "A")).isEqualTo(1);
        assertThat(get(library, "gone")).isEqualTo("x");
    }

    @Test
    void reinitialize_whatItReads_isTheLiveObjectUnlessNewMakesAnotherOne() throws Exception {
        Class<?> library = library("""
                static final java.util.List<String> SHARED = new java.util.ArrayList<>();
                static final Integer LIMIT = Integer.valueOf(1);
                static final Integer TWICE = LIMIT + LIMIT;
                static Object[] field = {SHARED, LIMIT};
                """, """
                static final java.util.List<String> SHARED = new java.util.ArrayList<>();
                static final Integer ADDED = Integer.valueOf(5);
                static final Integer LIMIT = Integer.valueOf(2);
                static final Integer TWICE = LIMIT + LIMIT;
                static Object[] field = {SHARED, LIMIT, TWICE, ADDED};
                """);

        statics.reinitialize(library, Undo.NEVER, "field");

        Object[] value = (Object[]) get(library, "field");
        assertThat(value).containsExactly(List.of(), 2, 4, 5);
        assertThat(value[0]).isSameAs(get(library, "SHARED"));
        assertThat(get(library, "LIMIT")).isEqualTo(1);
    }

    @Test
    void reinitialize_aCounterThatAMethodWrites_goesOn() throws Exception {
        Class<?> library = library(
                "static int counter; static int id = next(); static int next() { return ++counter; }",
                "static int counter; static int id = next() * 100; static int next() { return ++counter; }");

        statics.reinitialize(library, Undo.NEVER, "id");

        assertThat(get(library, "id")).isEqualTo(200);
        assertThat(get(library, "counter")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void reinitialize_lambdas_areThoseOfTheRunningClass(int release) throws Exception {
        String lambda = " = () -> L.base + 40; static int base = 1;";
        Class<?> library = library(
                release,
                "static java.util.function.Supplier<Object> field" + lambda,
                "static java.util.function.Supplier<Object> field" + lambda
                        + " static { field = java.util.Objects.requireNonNull(field); }");
        Object before = get(library, "field");

        statics.reinitialize(library, Undo.NEVER, "field");

        assertThat(get(library, "field")).isNotSameAs(before);
        assertThat(((Supplier<?>) get(library, "field")).get()).isEqualTo(41);
    }

    @Test
    void reinitialize_aLambdaThatTheRunningClassDoesNotHave_isRefused() throws Exception {
        assertRefused(
                "static java.util.function.Supplier<Object> a;",
                "static java.util.function.Supplier<Object> a = () -> 1;",
                "the initializer of the new version uses lambda$static$0()Ljava/lang/Object; for a, a lambda or method"
                        + " reference that the running class does not have; set the field in the callback itself");
    }

    @Test
    void reinitialize_fieldsOfAnInterfaceARecordAndAnEnum_getNewValues() throws Exception {
        for (String kind : List.of(
                "public interface L { %s }",
                "public record L(int x) { static %s }", "public enum L { A; static %s }")) {
            Class<?> library = library(
                    "package lib; " + kind.formatted("Integer SIZE = Integer.valueOf(1);"),
                    "package lib; "
                            + kind.formatted(
                                    "Integer SIZE = java.util.List.of(1, 2).stream().mapToInt(Integer::intValue).sum();"));

            statics.reinitialize(library, Undo.NEVER, "SIZE");

            assertThat(get(library, "SIZE")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void reinitialize_aTryStatement_isRunAsAWhole(int release) throws Exception {
        Class<?> library = library(
                release,
                "static Object field;",
                "static Object field; static { Object made; try { made = Integer.parseInt(\"x\"); }"
                        + " catch (NumberFormatException e) { made = \"caught\"; } field = made; }");

        statics.reinitialize(library, Undo.NEVER, "field");

        assertThat(get(library, "field")).isEqualTo("caught");
    }

    @Test
    void reinitialize_whatCannotBeCutOut_isRefusedAndChangesNothing() throws Exception {
        assertRefused(
                "static Object a = 1, b = 1;",
                "static Object a, b; static { Object both = new Object(); a = both; b = both; }",
                "lib.L.b is set together with a field that is to be initialized anew (a): name both or none");
        assertRefused(
                "static Object a = 1;",
                "static Object a; static { init(); } static void init() { a = 2; }",
                "lib.L.a is set by method init()V, which the initializer of the new version calls, so its statement alone"
                        + " does not tell the value");
        assertRefused("static Object a = 1;", "", "lib.L.a does not exist any more in the new version");
        assertRefused(
                "static Object a = 1;", "static String a = \"2\";", "lib.L.a is of another type in the new version");
        assertRefused(
                "static final Integer a = Integer.valueOf(1);",
                "static final Integer a = Integer.valueOf(1);" + " static final int unrelated = 3;",
                null);
        assertRefused(
                "package lib; public enum L { a }",
                "package lib; public enum L { a, b }",
                "lib.L.a is an enum constant, which there must be one object of; it cannot be made anew");
        assertRefused(
                "static final int a = 1;",
                "static final int a = 2;",
                "lib.L.a is a compile-time constant: the code that reads it has the value in it, so another one would not"
                        + " be seen; change the code");
    }

    private void assertRefused(String before, String now, String message) throws Exception {
        Class<?> library = library(before, now);
        Object value = get(library, "a");
        if (message == null) {
            statics.reinitialize(library, Undo.NEVER, "a");
            return;
        }
        assertThatThrownBy(() -> statics.reinitialize(library, Undo.NEVER, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(get(library, "a")).isSameAs(value);
    }

    @Test
    void reinitialize_oneOfSeveralFails_changesNone() throws Exception {
        Class<?> library = library(
                "static Object a = 1; static Object b = 1;",
                "static Object a = 2; static Object b = Integer.parseInt(\"not a number\");");

        assertThatThrownBy(() -> statics.reinitialize(library, Undo.NEVER, "a", "b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the initializer of the new version fails when it makes lib.L.a, lib.L.b:"
                        + " java.lang.NumberFormatException: For input string: \"not a number\"");
        assertThat(get(library, "a")).isEqualTo(1);
    }

    @Test
    void reinitialize_classThatThePatchDoesNotBring_isRefused() throws Exception {
        Class<?> other = Class.forName(
                "lib.Other", true, ThisJvm.load("package lib; public class Other { static Object a = 1; }"));
        Function<String, byte[]> none = name -> null;
        statics = new StaticChanges(line -> {}, none, jvm);

        assertThatThrownBy(() -> statics.reinitialize(other, Undo.NEVER, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the patch does not bring class lib.Other, so it does not know what its initializer does in the"
                                + " new version");
    }
}
