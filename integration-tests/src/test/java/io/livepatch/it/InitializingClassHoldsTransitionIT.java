package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.TargetLaunch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reflection may hand the JVM a method of a class that is still being initialised; when that ends, the call enters the old body
 * though the class was armed meanwhile. So nothing may complete before such a call has returned.
 */
class InitializingClassHoldsTransitionIT {
    private static final String SLOW = "lib.Slow";
    private static final String CALLER = "lib.Caller";
    private static final String NATIVE_ACCESSORS = "-Djdk.reflect.useNativeAccessorOnly=true";

    private static final String SLOW_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Slow {
                static final String SEEN;
                static {
                    Gates.pass("initialiser");
                    SEEN = Boolean.getBoolean("reflect") ? Caller.constructor() + "," + Caller.method() : "";
                    Gates.pass("initialised");
                }
                private final int first;
                private final int second;
                public Slow() {
                    first = VERSION;
                    Gates.pass("constructor");
                    second = VERSION;
                }
                public static int method() {
                    int before = VERSION;
                    Gates.pass("method");
                    return 10 * before + other();
                }
                static int other() { return VERSION; }
                @Override public String toString() { return "" + first + second; }
                public static String seen() { return SEEN + other(); }
            }
            """;

    private static final String CALLER_SOURCE = """
            package lib;
            public class Caller {
                private static Class<?> slow() throws ReflectiveOperationException {
                    return Class.forName("lib.Slow", false, Caller.class.getClassLoader());
                }
                public static String constructor() {
                    try {
                        return slow().getDeclaredConstructor().newInstance().toString();
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
                public static String method() {
                    try {
                        return slow().getDeclaredMethod("method").invoke(null).toString();
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    @EveryJdk
    void byItsInitialiserWhichCallsAConstructorAndAMethod(Jdk jdk, @TempDir Path dir) {
        initialiserCalls(jdk, dir);
    }

    @EveryJdk(from = 21)
    void byItsInitialiserWhichCallsThemThroughNativeAccessors(Jdk jdk, @TempDir Path dir) {
        initialiserCalls(jdk, dir, NATIVE_ACCESSORS);
    }

    private static void initialiserCalls(Jdk jdk, Path dir, String... options) {
        try (Scenario it =
                start(jdk, dir, launch -> launch.options("-Dreflect=true").options(options))) {
            it.target().start("initialiser", SLOW, "seen");
            it.target().awaitEntered("initialiser");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            assertThat(it.awaitOnlyBlocker("initialiser").frame()).startsWith("lib.Slow.<clinit>(");

            goOn(it, "initialiser", "constructor");
            goOn(it, "constructor", "method");
            goOn(it, "method", "initialised");
            it.target().release("initialised");
            it.expect(0, "wait");
            assertThat(it.target().join("initialiser")).startsWith("00,0");
            assertThat(it.target().call(SLOW, "seen")).isEqualTo("00,01");
        }
    }

    private static void goOn(Scenario it, String gate, String next) {
        it.target().release(gate);
        it.target().awaitEntered(next);
        it.expect(4, "wait", "--timeout", "300ms");
        it.awaitOnlyBlocker("initialiser");
    }

    /** On 17 they hold it; later JDKs look the body up anew once the class is initialised, and the stub decides. */
    @EveryJdk
    void byThreadsThatWaitForItsInitialiserInAReflectiveCall(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir, launch -> launch)) {
            othersCall(it, jdk.feature() < 18);
        }
    }

    @EveryJdk(from = 21)
    void byThreadsThatWaitForItsInitialiserInANativeAccessor(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir, launch -> launch.options(NATIVE_ACCESSORS))) {
            othersCall(it, true);
        }
    }

    private static void othersCall(Scenario it, boolean theyHold) {
        it.target().start("initialiser", SLOW, "seen");
        it.target().awaitEntered("initialiser");
        it.target().start("constructor-caller", CALLER, "constructor");
        it.target().start("method-caller", CALLER, "method");
        awaitInitialisation(it, "constructor-caller");
        awaitInitialisation(it, "method-caller");
        it.expect(0, "apply", it.bundle(), "--no-wait");
        if (theyHold) {
            it.awaitBlockers("constructor-caller", "initialiser", "method-caller");
        } else {
            it.awaitOnlyBlocker("initialiser");
        }
        it.target().release("initialiser");
        it.target().awaitEntered("initialised");
        it.target().release("initialised");
        it.target().awaitEntered("constructor");
        it.target().awaitEntered("method");
        if (theyHold) {
            it.awaitBlockers("constructor-caller", "method-caller");
        }
        it.target().release("constructor");
        it.target().release("method");
        it.expect(0, "wait");
        assertThat(it.target().join("constructor-caller")).isEqualTo(theyHold ? "00" : "11");
        assertThat(it.target().join("method-caller")).isEqualTo(theyHold ? "0" : "11");
        assertThat(it.target().call(SLOW, "seen")).isEqualTo("1");
    }

    private static void awaitInitialisation(Scenario it, String thread) {
        await(thread + " waits for the initialiser")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> it.target().ask("innermost", thread),
                        frame -> frame.matches("invoke0|newInstance0|ensureClassInitialized0?"));
    }

    private static Scenario start(Jdk jdk, Path dir, UnaryOperator<TargetLaunch> launch) {
        return Scenario.start(jdk, dir, launch, SLOW_SOURCE, CALLER_SOURCE);
    }
}
