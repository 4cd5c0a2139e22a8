package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.gate.PatchGate;
import io.livepatch.model.MethodId;
import io.livepatch.testing.Sources;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

class WeaverTest {
    private static final String SOURCE = """
            import java.util.function.IntSupplier;
            public class Target extends Base {
                private final int version;
                public Target() { super(VERSION); version = VERSION; }
                public Target(long wide, double wider, Object[][] more) { this(); assert wide < wider; }
                public static int wide(long a, double b, int c) { long d = a + (long) b; return (int) d * 10 + VERSION; }
                public synchronized int locked(boolean fail) {
                    try { if (fail) throw new IllegalStateException("v" + VERSION); return VERSION; }
                    finally { version(); }
                }
                private int version() { return version * 10 + VERSION; }
                public static int loopFirst(int n) { while (n > VERSION) { n--; } return n; }
                public int lambda() { IntSupplier s = () -> version() + VERSION; return s.getAsInt(); }
                public static int text(String s) { switch (s) { case "a": return VERSION; case "b": return 2; default: return 3; } }
                public static int recursive(int depth) { return depth == 0 ? VERSION : recursive(depth - 1); }
            }
            """;
    private static final String BASE =
            "public class Base { protected final int base; protected Base(int base) { this.base = base; } }";

    private static final Map<String, byte[]> COMPILED = new ConcurrentHashMap<>();

    private static WovenClass target(int release) throws Exception {
        return new WovenClass(compile(release, 0), compile(release, 1));
    }

    private static byte[] compile(int release, int version) {
        return COMPILED.computeIfAbsent(
                release + ":" + version,
                key -> Sources.compile(release, SOURCE.replace("VERSION", Integer.toString(version)), BASE)
                        .get("Target"));
    }

    /** The target and its superclass in a loader of their own. */
    private static Class<?> define(byte[] woven, int release) {
        byte[] base = Sources.compile(release, BASE).get("Base");
        byte[] target = Redirected.toTestDispatcher(woven);
        return new ClassLoader(WeaverTest.class.getClassLoader()) {
            Class<?> define() {
                defineClass("Base", base, 0, base.length);
                return defineClass("Target", target, 0, target.length);
            }
        }.define();
    }

    private static Object call(Class<?> type, String method, Class<?>[] types, Object... arguments) throws Exception {
        Object receiver = type.getConstructor().newInstance();
        try {
            return type.getMethod(method, types).invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            return e.getCause().getMessage();
        }
    }

    static IntStream releases() {
        return IntStream.of(8, 11, 17);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void weave_armed_runsTheBodyOfTheSideThatTheDispatcherNames(int release) throws Exception {
        WovenClass target = target(release);
        assertThat(WovenClass.problems(target.armed())).isEmpty();
        Class<?> type = define(target.armed(), release);

        for (int side = 0; side <= 1; side++) {
            TestDispatcher.side = side == 1;
            assertThat(call(type, "wide", new Class<?>[] {long.class, double.class, int.class}, 1L, 2.0, 3))
                    .isEqualTo(30 + side);
            assertThat(call(type, "locked", new Class<?>[] {boolean.class}, false))
                    .isEqualTo(side);
            assertThat(call(type, "locked", new Class<?>[] {boolean.class}, true))
                    .isEqualTo("v" + side);
            assertThat(call(type, "loopFirst", new Class<?>[] {int.class}, 5)).isEqualTo(side);
            assertThat(call(type, "lambda", new Class<?>[0])).isEqualTo(side * 10 + side + side);
            assertThat(call(type, "text", new Class<?>[] {String.class}, "a")).isEqualTo(side);
            assertThat(call(type, "recursive", new Class<?>[] {int.class}, 3)).isEqualTo(side);
        }
        assertThat(TestDispatcher.lastSite).isEqualTo(PatchGate.site(WovenClass.ARMING, false));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void weave_settled_leavesExactlyTheNewBodies(int release) throws Exception {
        ClassNode settled = ClassFiles.read(target(release).settled());
        ClassNode wanted = ClassFiles.read(compile(release, 1));

        for (MethodNode method : settled.methods) {
            MethodId id = ClassFiles.id(method);
            assertThat(Fingerprints.of(settled, method))
                    .as(id.toString())
                    .isEqualTo(Fingerprints.of(
                            wanted, ClassFiles.method(wanted, id).orElseThrow()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 46, 48, 49, 50})
    void weave_classFileWithoutFrames_isArmedWithoutFrames(int version) throws Exception {
        WovenClass target = new WovenClass(OldClass.of(version, 0), OldClass.of(version, 1));
        byte[] armed = target.armed();
        assertThat(WovenClass.problems(armed)).isEmpty();
        Class<?> type = target.define(armed);

        for (int side = 0; side <= 1; side++) {
            TestDispatcher.side = side == 1;
            assertThat(type.getMethod("countdown", int.class).invoke(null, 5)).isEqualTo(side);
        }
        assertThat(ClassFiles.majorVersion(ClassFiles.read(armed))).isEqualTo(version);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void weave_guarded_asksTheDispatcherAndRunsTheBodyThereIs(int release) throws Exception {
        WovenClass target = target(release);
        byte[] guarded = target.guarded();
        assertThat(WovenClass.problems(guarded)).isEmpty();
        Class<?> type = define(guarded, release);

        for (int side = 0; side <= 1; side++) {
            TestDispatcher.side = side == 1;
            TestDispatcher.lastSite = 0;
            assertThat(type.getMethod("loopFirst", int.class).invoke(null, 5)).isEqualTo(0);
            assertThat(TestDispatcher.lastSite).isEqualTo(PatchGate.site(WovenClass.ARMING, false));
            assertThat(call(type, "locked", new Class<?>[] {boolean.class}, true))
                    .isEqualTo("v0");
        }
    }

    @Test
    void weave_otherVersion_namesTheMethodsAndLeavesTheClass() throws Exception {
        Weaver.Result result = Weaver.weave(compile(17, 2), target(17).armedMethods(), WovenClass.ARMING);

        assertThat(result.classFile()).isNull();
        assertThat(result.outcome())
                .isInstanceOfSatisfying(
                        WeaveOutcome.OtherVersion.class,
                        other -> assertThat(other.methods()).contains(MethodId.parse("recursive(I)I")));
    }

    @Test
    void weave_newVersion_isAlreadyNew() throws Exception {
        Weaver.Result result = Weaver.weave(compile(17, 1), target(17).armedMethods(), WovenClass.ARMING);

        assertThat(result.classFile()).isNull();
        assertThat(result.outcome()).isInstanceOf(WeaveOutcome.AlreadyNew.class);
    }

    @Test
    void weave_newerCompiler_takesTheHigherVersion() throws Exception {
        WovenClass target = new WovenClass(compile(8, 0), compile(17, 1));

        assertThat(ClassFiles.majorVersion(ClassFiles.read(target.armed()))).isEqualTo(61);
        assertThat(WovenClass.problems(target.armed())).isEmpty();
        assertThat(define(target.armed(), 8).getMethods()).isNotEmpty();
    }

    /** A redefined class keeps every constant it ever had, so those of a thousand transitions would pile up. */
    @Test
    void weave_armedForDifferentTransitions_hasTheSameConstants() throws Exception {
        WovenClass target = target(17);

        int first = new ClassReader(target.armed(1)).getItemCount();

        assertThat(new ClassReader(target.armed(20_000)).getItemCount()).isEqualTo(first);
        assertThat(new ClassReader(target.armed((1 << 29) - 1)).getItemCount()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16_383, 16_384, 20_000, (1 << 29) - 1})
    void weave_armed_handsItsSiteToTheDispatcher(int arming) throws Exception {
        Class<?> type = define(target(17).armed(arming), 17);

        call(type, "recursive", new Class<?>[] {int.class}, 0);

        assertThat(TestDispatcher.lastSite).isEqualTo(PatchGate.site(arming, false));
    }
}
