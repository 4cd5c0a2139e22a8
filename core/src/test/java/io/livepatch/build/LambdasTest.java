package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.testing.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

class LambdasTest {
    private static final String THREE = """
            import java.util.function.*;
            class A {
                static Supplier<Integer> s = () -> 0;
                Supplier<Integer> f() { return () -> 1; }
                Supplier<Integer> g() { Supplier<Integer> a = () -> 2; Supplier<Integer> b = () -> 3; return a.get() > 2 ? a : b; }
                Supplier<Supplier<Integer>> h(int i) { return () -> () -> i; }
            }
            """;

    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void emptyPair() {
        pair = new VersionPair(directory);
    }

    @Test
    void build_lambdasNumberedByMethodInsteadOfClass_isNothingToPatch() {
        byte[] classFile = Sources.compile(17, THREE).get("A");
        pair.oldEntry("A.class", classFile).newEntry("A.class", numberedByMethod(classFile));

        assertThat(pair.build().outcome()).isEqualTo(Outcome.NOTHING_TO_PATCH);
        assertThat(pair.refusals()).isEmpty();
    }

    @Test
    void build_changedLambda_isJustAChangedMethod() {
        pair.oldSources(THREE).newSources(THREE.replace("() -> 1", "() -> 10"));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).containsExactly("A.lambda$f$1()Ljava/lang/Integer;");
    }

    @Test
    void build_changedInnerLambda_leavesTheOuterOneAlone() {
        pair.oldSources(THREE).newSources(THREE.replace("() -> i", "() -> i + 1"));

        assertThat(pair.changed()).containsExactly("A.lambda$h$4(I)Ljava/lang/Integer;");
    }

    @Test
    void build_changedLambdaInInitializer_isNoChangeOfTheInitializer() {
        pair.oldSources(THREE).newSources(THREE.replace("() -> 0", "() -> 9"));

        assertThat(pair.changed()).containsExactly("A.lambda$static$0()Ljava/lang/Integer;");
    }

    @Test
    void build_removedLambda_changesItsMethodOnlyAndKeepsTheNamesOfTheOthers()
            throws IOException, InvalidBundleException {
        pair.oldSources(THREE).newSources(THREE.replace("Supplier<Integer> a = () -> 2;", "Supplier<Integer> a = s;"));

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.changed()).containsExactly("A.g()Ljava/util/function/Supplier;");
        ClassNode inBundle = BundleReader.read(pair.target()).readClass("A");
        assertThat(inBundle.methods)
                .extracting(m -> m.name)
                .contains("lambda$g$3", "lambda$h$4", "lambda$h$5", "lambda$static$0")
                .doesNotContain("lambda$g$2");
    }

    @Test
    void build_swappedLambdas_changeTheirMethodNotTheLambdas() {
        pair.oldSources(THREE)
                .newSources(THREE.replace("() -> 2", "() -> x")
                        .replace("() -> 3", "() -> 2")
                        .replace("() -> x", "() -> 3"));

        assertThat(pair.changed()).containsExactly("A.g()Ljava/util/function/Supplier;");
    }

    @Test
    void build_addedLambda_isRefusedByItself() {
        pair.oldSources(THREE)
                .newSources(THREE.replace(
                        "{ return () -> 1; }", "{ Supplier<Integer> x = () -> 7; return () -> x.get(); }"));

        assertThat(pair.refusals())
                .containsExactly("ADDED_METHOD A.lambda$f$2(Ljava/util/function/Supplier;)Ljava/lang/Integer;");
        assertThat(pair.build().refusals().get(0).text()).contains("lambda");
    }

    @Test
    void build_addedLambdaBetweenOthers_doesNotTakeTheNameOfOne() {
        pair.oldSources(THREE).newSources(THREE.replace("Supplier<Integer> b", "Supplier<Integer> x = () -> 7, b"));

        assertThat(pair.refusals()).singleElement().asString().startsWith("ADDED_METHOD A.lambda$g$");
        assertThat(pair.refusals().get(0)).doesNotContain("$2(").doesNotContain("$3(");
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

    /** As javac numbers lambdas in newer releases: each method from 0. */
    private static byte[] numberedByMethod(byte[] classFile) {
        Map<String, Integer> next = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        for (int i = node.methods.size() - 1; i >= 0; i--) {
            String name = node.methods.get(i).name;
            if (name.startsWith("lambda$")) {
                String prefix = name.substring(0, name.lastIndexOf('$') + 1);
                names.put(name, prefix + (next.merge(prefix, 1, Integer::sum) - 1));
            }
        }
        ClassWriter writer = new ClassWriter(0);
        node.accept(new ClassRemapper(writer, new Remapper(Opcodes.ASM9) {
            @Override
            public String mapMethodName(String owner, String name, String descriptor) {
                return names.getOrDefault(name, name);
            }
        }));
        return writer.toByteArray();
    }
}
