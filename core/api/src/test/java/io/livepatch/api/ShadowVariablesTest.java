package io.livepatch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowVariablesTest {
    private static final String ID = "test.one";
    private static final String OTHER_ID = "test.two";

    private final Object object = new Object();

    @AfterEach
    void free() {
        ShadowVariables.freeAll(ID, null);
        ShadowVariables.freeAll(OTHER_ID, null);
    }

    /** Equal to everything and of a hash code that nobody may ask for. */
    private static final class Hostile {
        @Override
        public boolean equals(Object other) {
            throw new AssertionError("equals was called");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode was called");
        }
    }

    /** The order of the kernel's own test of shadow variables. */
    @Test
    void theKernelsTest_asATranscript() {
        List<String> transcript = new ArrayList<>();
        Map<String, Object> objects = new HashMap<>();
        AtomicInteger made = new AtomicInteger();
        for (String name : List.of("a", "b", "c")) {
            objects.put(name, new Object());
        }

        transcript.add("get a/one: " + ShadowVariables.get(objects.get("a"), ID));
        for (String name : List.of("a", "b", "c")) {
            transcript.add("alloc " + name + "/one: "
                    + ShadowVariables.alloc(objects.get(name), ID, () -> "v" + made.incrementAndGet()));
        }
        for (String name : List.of("a", "b", "c")) {
            transcript.add("getOrAlloc " + name + "/two: "
                    + ShadowVariables.getOrAlloc(objects.get(name), OTHER_ID, () -> "v" + made.incrementAndGet()));
        }
        for (String name : List.of("a", "b", "c")) {
            transcript.add("get " + name + ": " + ShadowVariables.get(objects.get(name), ID) + " "
                    + ShadowVariables.get(objects.get(name), OTHER_ID));
        }
        transcript.add("getOrAlloc a/one: "
                + ShadowVariables.getOrAlloc(objects.get("a"), ID, () -> "v" + made.incrementAndGet()) + ", " + made
                + " made");
        for (String name : List.of("a", "b", "c")) {
            ShadowVariables.free(objects.get(name), ID, value -> transcript.add("free " + name + "/one: " + value));
        }
        for (String name : List.of("a", "b", "c")) {
            transcript.add("get " + name + ": " + ShadowVariables.get(objects.get(name), ID) + " "
                    + ShadowVariables.get(objects.get(name), OTHER_ID));
        }
        transcript.add("freeAll two: " + ShadowVariables.freeAll(OTHER_ID, null));
        for (String name : List.of("a", "b", "c")) {
            transcript.add("get " + name + "/two: " + ShadowVariables.get(objects.get(name), OTHER_ID));
        }

        assertThat(String.join("\n", transcript)).isEqualTo("""
                get a/one: null
                alloc a/one: v1
                alloc b/one: v2
                alloc c/one: v3
                getOrAlloc a/two: v4
                getOrAlloc b/two: v5
                getOrAlloc c/two: v6
                get a: v1 v4
                get b: v2 v5
                get c: v3 v6
                getOrAlloc a/one: v1, 6 made
                free a/one: v1
                free b/one: v2
                free c/one: v3
                get a: null v4
                get b: null v5
                get c: null v6
                freeAll two: 3
                get a/two: null
                get b/two: null
                get c/two: null""");
    }

    @Test
    void getOrAlloc_objectsWithAnEqualsOfTheirOwn_areToldApartWithoutIt() {
        Hostile one = new Hostile();
        Hostile other = new Hostile();

        ShadowVariables.getOrAlloc(one, ID, () -> "one");

        assertThat(ShadowVariables.get(other, ID)).isNull();
        assertThat(ShadowVariables.get(one, ID)).isEqualTo("one");
        assertThat(ShadowVariables.freeAll(ID, null)).isEqualTo(1);
    }

    @Test
    void getOrAlloc_constructorThatThrows_leavesNothing() {
        IllegalArgumentException thrown = new IllegalArgumentException("no value");

        assertThatThrownBy(() -> ShadowVariables.getOrAlloc(object, ID, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(ShadowVariables.get(object, ID)).isNull();
        assertThat(ShadowVariables.free(object, ID, null)).isFalse();
        assertThat(ShadowVariables.getOrAlloc(object, ID, () -> "second")).isEqualTo("second");
    }

    @Test
    void getOrAlloc_constructorThatReturnsNull_isRefusedAndLeavesNothing() {
        assertThatThrownBy(() -> ShadowVariables.getOrAlloc(object, ID, () -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the constructor of the shadow variable test.one of a java.lang.Object returned null,"
                        + " which is no value");

        assertThat(ShadowVariables.alloc(object, ID, () -> "second")).isEqualTo("second");
    }

    @Test
    void getOrAlloc_inItsOwnConstructor_isRefused() {
        assertThatThrownBy(() -> ShadowVariables.getOrAlloc(
                        object, ID, () -> ShadowVariables.getOrAlloc(object, ID, () -> "inner")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the constructor of the shadow variable test.one of a java.lang.Object asks for that very"
                        + " variable, which is only there once the constructor has returned");
        assertThatThrownBy(
                        () -> ShadowVariables.alloc(object, ID, () -> ShadowVariables.alloc(object, ID, () -> "inner")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("asks for that very variable");

        assertThat(ShadowVariables.get(object, ID)).isNull();
    }

    @Test
    void getOrAlloc_constructorThatUsesOtherVariables_mayDoAll() {
        Object other = new Object();

        Object value = ShadowVariables.getOrAlloc(object, ID, () -> {
            assertThat(ShadowVariables.get(object, ID)).isNull();
            assertThat(ShadowVariables.free(object, ID, null)).isFalse();
            assertThat(ShadowVariables.freeAll(ID, null)).isZero();
            return "v" + ShadowVariables.getOrAlloc(object, OTHER_ID, () -> 1)
                    + ShadowVariables.getOrAlloc(other, ID, () -> 2);
        });

        assertThat(value).isEqualTo("v12").isSameAs(ShadowVariables.get(object, ID));
    }

    @Test
    void alloc_variableThatIsThere_isRefusedAndKept() {
        ShadowVariables.alloc(object, ID, () -> "first");

        assertThatThrownBy(() -> ShadowVariables.alloc(object, ID, () -> "second"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the java.lang.Object has a shadow variable test.one already: use getOrAlloc to get that one,"
                                + " or free it first");

        assertThat(ShadowVariables.get(object, ID)).isEqualTo("first");
    }

    @Test
    void free_variable_runsTheDestructorOnceWhenItIsGone() {
        List<Object> destroyed = new ArrayList<>();
        ShadowVariables.alloc(object, ID, () -> "value");

        assertThat(ShadowVariables.free(object, ID, value -> {
                    destroyed.add(value);
                    destroyed.add(ShadowVariables.get(object, ID));
                }))
                .isTrue();
        assertThat(ShadowVariables.free(object, ID, destroyed::add)).isFalse();

        assertThat(destroyed).containsExactly("value", null);
    }

    @Test
    void free_destructorThatThrows_throwsAndTheVariableIsGone() {
        IllegalArgumentException thrown = new IllegalArgumentException();
        ShadowVariables.alloc(object, ID, () -> "value");

        assertThatThrownBy(() -> ShadowVariables.free(object, ID, value -> {
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(ShadowVariables.get(object, ID)).isNull();
    }

    @Test
    void freeAll_objectsOfSeveralClasses_handsOverObjectAndValue() {
        Map<Object, Object> destroyed = new HashMap<>();
        ShadowVariablesTest ofThisLoader = this;
        ShadowVariables.alloc(object, ID, () -> "one");
        ShadowVariables.alloc(ofThisLoader, ID, () -> "two");
        ShadowVariables.alloc(object, OTHER_ID, () -> "three");

        assertThat(ShadowVariables.freeAll(ID, destroyed::put)).isEqualTo(2);

        assertThat(destroyed).containsOnly(Map.entry(object, "one"), Map.entry(ofThisLoader, "two"));
        assertThat(ShadowVariables.get(object, OTHER_ID)).isEqualTo("three");
    }

    @Test
    void freeAll_destructorThatThrows_freesTheRestAndThrowsTheFirst() {
        List<Throwable> thrown = new ArrayList<>();
        List<Object> objects = List.of(new Object(), new Object(), new Object());
        objects.forEach(each -> ShadowVariables.alloc(each, ID, () -> "value"));

        assertThatThrownBy(() -> ShadowVariables.freeAll(ID, (each, value) -> {
                    RuntimeException e = new RuntimeException();
                    thrown.add(e);
                    throw e;
                }))
                .satisfies(e -> assertThat(e).isSameAs(thrown.get(0)))
                .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(thrown.get(1), thrown.get(2)));

        assertThat(objects).allMatch(each -> ShadowVariables.get(each, ID) == null);
    }

    @Test
    void typed_value_isGivenAsItsTypeOrRefused() {
        AtomicInteger count = ShadowVariables.getOrAlloc(object, ID, AtomicInteger.class, AtomicInteger::new);

        assertThat(ShadowVariables.get(object, ID, AtomicInteger.class)).isSameAs(count);
        assertThat(ShadowVariables.get(object, OTHER_ID, String.class)).isNull();
        assertThatThrownBy(() -> ShadowVariables.getOrAlloc(object, ID, String.class, () -> "text"))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("the shadow variable test.one holds a java.util.concurrent.atomic.AtomicInteger and not a"
                        + " java.lang.String: give the variables of each patch an id of their own");
        assertThat(ShadowVariables.get(object, ID)).isSameAs(count);
    }

    @Test
    void arguments_thatAreNull_areRefused() {
        assertThatThrownBy(() -> ShadowVariables.get(null, ID)).hasMessage("the object");
        assertThatThrownBy(() -> ShadowVariables.get(object, null)).hasMessage("the id");
        assertThatThrownBy(() -> ShadowVariables.getOrAlloc(object, ID, null)).hasMessage("the constructor");
        assertThatThrownBy(() -> ShadowVariables.alloc(object, ID, null)).hasMessage("the constructor");
        assertThatThrownBy(() -> ShadowVariables.freeAll(null, null)).hasMessage("the id");
    }
}
