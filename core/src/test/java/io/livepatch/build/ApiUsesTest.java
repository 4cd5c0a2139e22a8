package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.api.ShadowVariables;
import io.livepatch.bundle.Bundle;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.model.Bridge;
import io.livepatch.model.PatchApi;
import io.livepatch.testing.ClassFiles;
import io.livepatch.testing.Sources;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Patched code calls the shadow variables of the engine, and nothing else of the API. */
class ApiUsesTest {
    private static final String OLD = "package a; public class A { Object m() { return null; } }";
    private static final String NEW = """
            package a;
            import io.livepatch.api.*;
            import java.util.function.*;
            public class A {
                Object m() { %s }
                %s
            }
            """;

    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void anOldVersion() {
        pair = new VersionPair(directory).oldSources(OLD);
    }

    /** The methods of the API that the bundle's access classes reach; nothing else in the bundle mentions it. */
    private List<String> bridged() throws Exception {
        assertThat(pair.refusals()).isEmpty();
        Bundle bundle = BundleReader.read(pair.build().bundle().orElseThrow());
        List<ClassNode> nodes = new ArrayList<>();
        for (String each : bundle.descriptor().added()) {
            nodes.add(read(bundle.addedClass(each)));
        }
        nodes.add(bundle.readClass("a.A"));
        List<String> found = new ArrayList<>();
        for (ClassNode each : nodes) {
            assertThat(MentionedTypes.of(each)).as(each.name).noneMatch(PatchApi::contains);
            for (MethodNode method : each.methods) {
                collect(method, found);
            }
        }
        return found;
    }

    private static ClassNode read(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        return node;
    }

    private static void collect(MethodNode method, List<String> found) {
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof InvokeDynamicInsnNode dynamic && dynamic.bsmArgs[0].equals(Bridge.API.number())) {
                assertThat(dynamic.bsmArgs).hasSize(3).contains(PatchApi.SHADOW_VARIABLES, dynamic.desc);
                found.add(dynamic.name);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // in place, in a lambda, by a reference, by one with the object bound, in an added method, in an added
                // class
                "return ShadowVariables.get(this, \"id\");||get",
                "return ShadowVariables.get(this, \"id\", String.class);||get",
                "Supplier<Object> s = () -> ShadowVariables.alloc(this, \"id\", Object::new); return s.get();||alloc",
                "BiFunction<Object, String, Object> f = ShadowVariables::get; return f.apply(this, \"id\");||get",
                "return n();|private Object n() { return ShadowVariables.freeAll(\"id\", null); }|freeAll",
                "return new B().n();|static class B { boolean n() { return ShadowVariables.free(this, \"id\", null); } }|free"
            })
    void build_callsOfShadowVariables_goByTheBridge(String body, String more, String methods) throws Exception {
        pair.newSources(NEW.formatted(body, more == null ? "" : more));

        assertThat(bridged()).containsExactly(methods);
    }

    @Test
    void build_callInAClassFileBeforeJava7_goesByTheBridge() throws Exception {
        byte[] classFile = Sources.compile(8, NEW.formatted("return ShadowVariables.get(this, \"id\");", ""))
                .get("a/A");
        pair.newEntry("a/A.class", ClassFiles.ofRelease(4, classFile));

        assertThat(bridged()).containsExactly("get");
    }

    @Test
    void build_newVersionThatContainsTheApi_callsTheEnginesAllTheSame() throws Exception {
        pair.newSources(NEW.formatted("return ShadowVariables.get(this, \"id\");", ""))
                .newEntry(PatchApi.SHADOW_VARIABLES + ".class", shadowVariables());

        assertThat(bridged()).containsExactly("get");
        assertThat(pair.build().descriptor().orElseThrow().added()).hasSize(1);
    }

    @Test
    void build_oldVersionThatContainsTheApi_callsThat() {
        pair.newSources(NEW.formatted("return ShadowVariables.get(this, \"id\");", ""))
                .oldEntry(PatchApi.SHADOW_VARIABLES + ".class", shadowVariables())
                .newEntry(PatchApi.SHADOW_VARIABLES + ".class", shadowVariables());

        assertThat(pair.refusals()).isEmpty();
        assertThat(pair.build().descriptor().orElseThrow().added()).isEmpty();
    }

    private static byte[] shadowVariables() {
        try (InputStream in = ShadowVariables.class.getResourceAsStream("ShadowVariables.class")) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return ShadowVariables.class;||a.A.m()Ljava/lang/Object;|in another way than to call its methods",
                "return Undo.NEVER;||a.A.m()Ljava/lang/Object;|io.livepatch.api.Undo, which the patched library does not have",
                "return n(null);|Object n(StaticState s) { return s; }|a.A.m()Ljava/lang/Object;|io.livepatch.api.StaticState",
                "return new B();|static class B implements PatchCallbacks { }|a.A$B|io.livepatch.api.PatchCallbacks",
                "return new B();|static class B { Undo undo; }|a.A$B|io.livepatch.api.Undo"
            })
    void build_otherUsesOfTheApi_areRefused(String body, String more, String where, String text) {
        pair.newSources(NEW.formatted(body, more == null ? "" : more));

        assertThat(pair.build().refusals()).anySatisfy(refusal -> {
            assertThat(refusal.kind() + " " + refusal.where()).isEqualTo("PATCH_API " + where);
            assertThat(refusal.text()).contains(text);
        });
        assertThat(pair.build().refusals()).allMatch(each -> each.kind().name().equals("PATCH_API"));
    }

    @Test
    void build_patchPoint_staysAsItIs() {
        pair.newSources(NEW.formatted("PatchPoint.poll(); return null;", ""));

        assertThat(pair.refusals()).isEmpty();
    }
}
