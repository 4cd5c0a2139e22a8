package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.testing.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

class LambdasTest {
    private static final String SOURCE = """
            import java.util.function.*;
            class A {
                static Supplier<Integer> s = () -> 0;
                Supplier<Integer> f() { return () -> 1; }
                Supplier<Integer> g() { Supplier<Integer> a = () -> 2; Supplier<Integer> b = () -> 3; return a.get() > 2 ? a : b; }
                Supplier<Supplier<Integer>> h(int i) { return () -> () -> i; }
            }
            """;

    private static final Map<String, byte[]> COMPILED = new ConcurrentHashMap<>();

    @TempDir
    private Path directory;

    private VersionPair pair;
    private byte[] oldClass;

    @BeforeEach
    void emptyPair() {
        pair = new VersionPair(directory);
    }

    static Stream<Arguments> numberings() {
        return Stream.of(LambdaNumbering.values())
                .flatMap(a -> Stream.of(LambdaNumbering.values()).map(b -> Arguments.of(a, b)));
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_lambdasNumberedOtherwise_isNothingToPatch(LambdaNumbering before, LambdaNumbering after) {
        versions(before, after, SOURCE);

        assertThat(pair.build().outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
        assertThat(pair.refusals()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_changedLambda_isJustAChangedMethod(LambdaNumbering before, LambdaNumbering after) {
        versions(before, after, SOURCE.replace("() -> 1", "() -> 10"));

        assertThat(changed()).containsExactly("A.lambda$f$#()Ljava/lang/Integer;");
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_changedInnerLambda_leavesTheOuterOneAlone(LambdaNumbering before, LambdaNumbering after) {
        versions(before, after, SOURCE.replace("() -> i", "() -> i + 1"));

        assertThat(changed()).containsExactly("A.lambda$h$#(I)Ljava/lang/Integer;");
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_changedLambdaOfStaticInitializer_isNoChangeOfThat(LambdaNumbering before, LambdaNumbering after) {
        versions(before, after, SOURCE.replace("() -> 0", "() -> 9"));

        assertThat(changed()).containsExactly("A.lambda$static$#()Ljava/lang/Integer;");
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_removedLambda_changesItsMethodOnly(LambdaNumbering before, LambdaNumbering after) {
        versions(before, after, SOURCE.replace("Supplier<Integer> a = () -> 2;", "Supplier<Integer> a = s;"));

        assertThat(changed()).containsExactly("A.g()Ljava/util/function/Supplier;");
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_swappedLambdas_changeTheirMethodNotTheLambdas(LambdaNumbering before, LambdaNumbering after) {
        versions(
                before,
                after,
                SOURCE.replace("() -> 2", "() -> x")
                        .replace("() -> 3", "() -> 2")
                        .replace("() -> x", "() -> 3"));

        assertThat(changed()).containsExactly("A.g()Ljava/util/function/Supplier;");
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_addedLambda_goesToTheCompanion(LambdaNumbering before, LambdaNumbering after) {
        versions(
                before,
                after,
                SOURCE.replace("{ return () -> 1; }", "{ Supplier<Integer> x = () -> 7; return () -> x.get(); }"));

        assertThat(changed()).contains("A.f()Ljava/util/function/Supplier;");
        assertThat(pair.build().counts().methodsAdded()).isEqualTo(1);
        assertThat(pair.build().descriptor().orElseThrow().added())
                .singleElement()
                .asString()
                .startsWith("A$livepatch$");
    }

    @ParameterizedTest
    @MethodSource("numberings")
    void build_lambdaAddedBetweenOthers_takesTheNameOfNone(LambdaNumbering before, LambdaNumbering after) {
        versions(before, after, SOURCE.replace("Supplier<Integer> b", "Supplier<Integer> x = () -> 7, b"));

        assertThat(changed()).containsExactly("A.g()Ljava/util/function/Supplier;");
        assertThat(pair.build().counts().methodsAdded()).isEqualTo(1);
    }

    @Test
    void build_serializableLambda_keepsItsName() {
        String source = """
                import java.io.*; import java.util.function.*;
                class A { interface S extends Supplier<Integer>, Serializable { }
                    S f() { S a = () -> %s; return a; } Supplier<Integer> g() { return () -> 5; } }
                """;
        pair.oldSources(source.formatted("1")).newSources(source.formatted("2"));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).singleElement().asString().startsWith("A.lambda$f$");
    }

    private void versions(LambdaNumbering before, LambdaNumbering after, String newSource) {
        oldClass = before.renumber(compile(SOURCE));
        pair.oldEntry("A.class", oldClass).newEntry("A.class", after.renumber(compile(newSource)));
    }

    private static byte[] compile(String source) {
        return COMPILED.computeIfAbsent(source, s -> Sources.compile(17, s).get("A"));
    }

    /** The changed methods without the numbers of lambdas, once it is certain that the bundle uses OLD's numbers. */
    private List<String> changed() {
        assertThat(pair.refusals()).isEmpty();
        assertThat(lambdas(read(oldClass))).containsAll(lambdas(inBundle()));
        return pair.changed().stream().map(LambdasTest::withoutNumber).toList();
    }

    private ClassNode inBundle() {
        try {
            return BundleReader.read(pair.target()).readClass("A");
        } catch (IOException | InvalidBundleException e) {
            throw new AssertionError(e);
        }
    }

    private static String withoutNumber(String method) {
        return method.replaceAll("\\$\\d+\\(", "\\$#(");
    }

    private static Set<String> lambdas(ClassNode node) {
        return node.methods.stream()
                .map(m -> m.name)
                .filter(name -> name.startsWith("lambda$"))
                .collect(Collectors.toSet());
    }

    private static ClassNode read(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        return node;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object m(int i) { return (Runnable & java.io.Serializable) () -> System.out.println(); }",
                "Object m(int i) { return (Runnable & java.io.Serializable) this::added; } void added() { }",
                "Object m(int i) { return (Runnable & java.io.Serializable) () -> System.out.println(i); } "
                        + "Object other() { return (Runnable & java.io.Serializable) () -> { }; }",
                "Object m(int i) { return new Object() { Object n() { return (Runnable & java.io.Serializable) A::fixed; } }.n(); }",
                "Object m(int i) { return n(); } Object n() { return (Runnable & java.io.Serializable) A::fixed; }",
            })
    void build_addedLambdaThatCanBeSerialized_isWarnedOf(String now) {
        String common = "class A { static void fixed() { } ";
        pair.oldSources(common + "Object m(int i) { return null; } }").newSources(common + now + " }");

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.warnings()).hasSize(1).allMatch(each -> each.startsWith("SERIAL_FORM A"));
    }

    @Test
    void build_lambdaThatCanBeSerializedAsBefore_isNotWarnedOf() {
        String source =
                "class A { static void fixed() { } Object m() { %s return (Runnable & java.io.Serializable) A::fixed; } }";
        pair.oldSources(source.formatted("")).newSources(source.formatted("fixed();"));

        assertThat(pair.warnings()).isEmpty();
    }
}
