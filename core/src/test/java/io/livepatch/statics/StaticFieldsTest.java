package io.livepatch.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.api.Undo;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticFieldsTest {
    private static final String LIBRARY = """
            package lib;
            public class Library {
                static final int CONSTANT = 5;
                static final String TEXT = "text";
                private static final Integer LIMIT = Integer.valueOf(100);
                private static final String NAME = String.valueOf("name");
                private static final int COUNT = Integer.parseInt("3");
                private static boolean aBoolean = true;
                private static byte aByte = 1;
                private static char aChar = 'a';
                private static short aShort = 1;
                private static int anInt = 1;
                private static long aLong = 1;
                private static float aFloat = 1;
                private static double aDouble = 1;
                private static Object any;
                private int notStatic;
                static { any = "set by the initializer"; }
                public static String show() { return LIMIT + NAME + COUNT; }
            }
            """;
    private static final String[] OTHERS = {
        "package lib; public interface Face { Integer SIZE = Integer.valueOf(1); static Integer size() { return SIZE; } }",
        "package lib; public record Point(int x) { private static final Integer MAX = Integer.valueOf(1);"
                + " public static Integer max() { return MAX; } }",
        "package lib; public enum Color { RED; private static final Integer SHADES = Integer.valueOf(1);"
                + " public static Integer shades() { return SHADES; } }",
        "package lib; public class Failing { static Object field; static { if (true) throw new IllegalStateException(); } }",
    };

    private final List<String> history = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final StaticChanges statics = new StaticChanges(history::add, name -> null, new ThisJvm());
    private ClassLoader loader;

    @BeforeEach
    void load() {
        List<String> sources = new ArrayList<>(List.of(OTHERS));
        sources.add(LIBRARY);
        loader = ThisJvm.load(sources.toArray(String[]::new));
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("lib." + name, false, loader);
    }

    private static Object call(Class<?> type, String method) throws ReflectiveOperationException {
        return type.getMethod(method).invoke(null);
    }

    @Test
    void set_privateFinalFields_areSeenByTheirClassAndRestored() throws Exception {
        Class<?> library = type("Library");
        assertThat(call(library, "show")).isEqualTo("100name3");

        statics.set(library, "LIMIT", 50, Undo.AFTER_UNPATCH);
        statics.set(library, "NAME", "other", Undo.AFTER_UNPATCH);
        statics.set(library, "COUNT", 4, Undo.NEVER);
        assertThat(call(library, "show")).isEqualTo("50other4");

        TakingBack.all(statics, problems::add);
        assertThat(call(library, "show")).isEqualTo("100name4");
        assertThat(problems).isEmpty();
        // other tests have classes of that name
        assertThat(history)
                .extracting(line -> line.replaceAll("of [0-9]+ classes", "of N classes"))
                .containsExactly(
                        "value of lib.Library.LIMIT set; code of N classes that read it is compiled anew",
                        "value of lib.Library.NAME set; code of N classes that read it is compiled anew",
                        "value of lib.Library.COUNT set; code of N classes that read it is compiled anew",
                        "value of lib.Library.NAME taken back; code of N classes that read it is compiled anew",
                        "value of lib.Library.LIMIT taken back; code of N classes that read it is compiled anew");
    }

    @ParameterizedTest
    @CsvSource({"Face,SIZE,size", "Point,MAX,max", "Color,SHADES,shades"})
    void set_finalFieldOfAnyKindOfType_isSeenAndRestored(String name, String field, String method) throws Exception {
        Class<?> type = type(name);

        statics.set(type, field, 2, Undo.AFTER_UNPATCH);
        assertThat(call(type, method)).isEqualTo(2);

        TakingBack.all(statics, problems::add);
        assertThat(call(type, method)).isEqualTo(1);
    }

    @Test
    void set_fieldInANamedModule_isSetAndOpensNothing() throws Exception {
        AtomicInteger serial = new AtomicInteger();
        Object before = statics.get(Timer.class, "nextSerialNumber");

        statics.set(Timer.class, "nextSerialNumber", serial, Undo.AFTER_UNPATCH);
        new Timer(true).cancel();
        assertThat(serial).hasValue(1);

        TakingBack.all(statics, problems::add);
        assertThat(statics.get(Timer.class, "nextSerialNumber")).isSameAs(before);
        assertThat(Timer.class.getModule().isOpen("java.util", getClass().getModule()))
                .isFalse();
    }

    @Test
    void set_eachPrimitiveType_isSetAndRestored() throws Exception {
        Class<?> library = type("Library");
        Object[][] values = {
            {"aBoolean", true, false},
            {"aByte", (byte) 1, (byte) -2},
            {"aChar", 'a', 'ä'},
            {"aShort", (short) 1, (short) -300},
            {"anInt", 1, -70_000},
            {"aLong", 1L, 1L << 40},
            {"aFloat", 1f, Float.NaN},
            {"aDouble", 1.0, -0.0},
        };

        for (Object[] each : values) {
            assertThat(statics.get(library, (String) each[0])).isEqualTo(each[1]);
            statics.set(library, (String) each[0], each[2], Undo.AFTER_UNPATCH);
            assertThat(statics.get(library, (String) each[0])).isEqualTo(each[2]);
        }
        TakingBack.all(statics, problems::add);
        for (Object[] each : values) {
            assertThat(statics.get(library, (String) each[0])).isEqualTo(each[1]);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void set_classNotInitialized_initializesItFirst() throws Exception {
        statics.set(type("Library"), "any", "mine", Undo.AFTER_UNPATCH);
        call(type("Library"), "show");

        assertThat(statics.get(type("Library"), "any")).isEqualTo("mine");
        TakingBack.all(statics, problems::add);
        assertThat(statics.get(type("Library"), "any")).isEqualTo("set by the initializer");
    }

    @Test
    void set_classThatCannotBeInitialized_isItsFailure() {
        assertThatThrownBy(() -> statics.set(type("Failing"), "field", "x", Undo.NEVER))
                .isInstanceOf(ExceptionInInitializerError.class);
    }

    @Test
    void set_whatTheFieldCannotHold_isRefused() throws Exception {
        Class<?> library = type("Library");
        assertThatThrownBy(() -> statics.set(library, "anInt", null, Undo.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lib.Library.anInt is of the type int and cannot hold null");
        assertThatThrownBy(() -> statics.set(library, "anInt", 1L, Undo.NEVER))
                .hasMessage("lib.Library.anInt is of the type int and cannot hold a java.lang.Long");
        assertThatThrownBy(() -> statics.set(library, "LIMIT", "x", Undo.NEVER))
                .hasMessage("lib.Library.LIMIT is of the type java.lang.Integer and cannot hold a java.lang.String");
        assertThat(statics.get(library, "anInt")).isEqualTo(1);
    }

    @Test
    void set_compileTimeConstant_isRefused() throws Exception {
        Class<?> library = type("Library");
        assertThatThrownBy(() -> statics.set(library, "CONSTANT", 6, Undo.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "lib.Library.CONSTANT is a compile-time constant: the code that reads it has the value in it, so"
                                + " another one would not be seen; change the code");
        assertThatThrownBy(() -> statics.set(library, "TEXT", "other", Undo.NEVER))
                .hasMessageContaining("lib.Library.TEXT is a compile-time constant");
        assertThat(statics.get(library, "CONSTANT")).isEqualTo(5);
    }

    @Test
    void anyOperation_fieldThatIsNoStaticOneOfTheClass_isNotFound() throws Exception {
        Class<?> library = type("Library");
        for (String each : List.of("missing", "notStatic")) {
            assertThatThrownBy(() -> statics.get(library, each))
                    .isInstanceOf(NoSuchFieldException.class)
                    .hasMessage("class lib.Library declares no static field " + each);
            assertThatThrownBy(() -> statics.set(library, each, 1, Undo.NEVER))
                    .isInstanceOf(NoSuchFieldException.class);
            assertThatThrownBy(() -> statics.reinitialize(library, Undo.NEVER, each))
                    .isInstanceOf(NoSuchFieldException.class);
        }
    }

    @Test
    void undo_severalSetsOfOneField_givesTheFirstValueBack() throws Exception {
        Class<?> library = type("Library");
        statics.set(library, "any", "one", Undo.AFTER_UNPATCH);
        statics.set(library, "any", "two", Undo.AFTER_UNPATCH);

        TakingBack.all(statics, problems::add);

        assertThat(statics.get(library, "any")).isEqualTo("set by the initializer");
        assertThat(problems).isEmpty();
    }

    @Test
    void undo_fieldThatSomebodyElseHasSet_keepsItAndSaysSoAndTheOthersAreRestored() throws Exception {
        Class<?> library = type("Library");
        statics.set(library, "anInt", 2, Undo.AFTER_UNPATCH);
        statics.set(library, "any", "mine", Undo.AFTER_UNPATCH);
        statics.set(library, "aLong", 2L, Undo.AFTER_UNPATCH);
        statics.set(library, "any", "of the application", Undo.NEVER);

        TakingBack.all(statics, problems::add);

        assertThat(statics.get(library, "any")).isEqualTo("of the application");
        assertThat(statics.get(library, "anInt")).isEqualTo(1);
        assertThat(statics.get(library, "aLong")).isEqualTo(1L);
        assertThat(problems)
                .containsExactly(
                        "lib.Library.any was given another value since the patch set it, so it keeps that; look"
                                + " whether the library can go on with it");
    }

    @Test
    void set_afterUndo_isRefused() throws Exception {
        Class<?> library = type("Library");
        TakingBack.all(statics, problems::add);

        assertThatThrownBy(() -> statics.set(library, "anInt", 2, Undo.NEVER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taken back already");
        assertThat(statics.get(library, "anInt")).isEqualTo(1);
    }

    @Test
    void set_fieldsOfAHiddenClass_thoseThatCompiledCodeTrustsAreRefused() throws Exception {
        Class<?> hidden = Hidden.define();

        statics.set(hidden, "open", "new", Undo.AFTER_UNPATCH);
        assertThat(statics.get(hidden, "open")).isEqualTo("new");
        TakingBack.all(statics, problems::add);
        assertThat(statics.get(hidden, "open")).isEqualTo("old");

        StaticChanges another = new StaticChanges(history::add, name -> null, new ThisJvm());
        assertThatThrownBy(() -> another.set(hidden, "fixed", "new", Undo.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be told");
        assertThatThrownBy(() -> another.set(hidden, "object", new Object(), Undo.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the JVM lets nobody change these classes");
    }

    /** What is defined as a hidden class. */
    static final class Hidden {
        static String open = "old";
        static final String fixed = String.valueOf("old");
        static final Object object = new Object();

        static Class<?> define() throws IOException, IllegalAccessException {
            try (var classFile = StaticFieldsTest.class.getResourceAsStream("StaticFieldsTest$Hidden.class")) {
                Lookup lookup = MethodHandles.lookup();
                return lookup.defineHiddenClass(classFile.readAllBytes(), true).lookupClass();
            }
        }
    }
}
