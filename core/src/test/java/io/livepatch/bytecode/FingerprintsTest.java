package io.livepatch.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.livepatch.model.Fingerprint;
import io.livepatch.testing.Sources;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

class FingerprintsTest {
    private static final String BODY = "int f(String s, int n) { long sum = 0; for (int i = 0; i < n; i++) {"
            + " try { sum += s.charAt(i) * 3L; } catch (RuntimeException e) { sum -= 1; } } return (int) sum; }";

    @Test
    void of_otherLinesLocalNamesAndDebugInfo_isTheSame() {
        ClassNode plain = compile(17, "class A { " + BODY + " }");
        ClassNode shifted =
                compile(17, "class A {\n\n\n" + BODY.replace("sum", "total").replace("{", "{\n") + " }");
        ClassNode stripped = read(Sources.compile(List.of("--release", "17", "-g:none"), "class A { " + BODY + " }")
                .get("A"));

        assertThat(fingerprint(shifted, "f")).isEqualTo(fingerprint(plain, "f"));
        assertThat(fingerprint(stripped, "f")).isEqualTo(fingerprint(plain, "f"));
    }

    @Test
    void of_otherConstantPoolAndWideLdc_isTheSame() {
        byte[] classFile = Sources.compile(17, "class A { String f() { return \"x\" + 1234567 + 1.5f; } }")
                .get("A");
        ClassWriter writer = new ClassWriter(0);
        for (int i = 0; i < 300; i++) {
            writer.newConst("unused " + i);
        }
        new ClassReader(classFile).accept(writer, 0);

        assertThat(fingerprint(read(writer.toByteArray()), "f")).isEqualTo(fingerprint(read(classFile), "f"));
    }

    @Test
    void of_unexpandedOrNoFrames_isTheSame() {
        byte[] classFile = Sources.compile(17, "class A { " + BODY + " }").get("A");
        ClassNode expanded = read(classFile);
        ClassNode bare = new ClassNode();
        new ClassReader(classFile).accept(bare, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);

        assertThat(fingerprint(bare, "f")).isEqualTo(fingerprint(expanded, "f"));
    }

    @Test
    void of_annotatedMethod_isTheSame() {
        ClassNode plain = compile(17, "class A { " + BODY + " }");
        ClassNode annotated = compile(17, "class A { @Deprecated " + BODY.replace("String s", "final String s") + " }");

        assertThat(fingerprint(annotated, "f")).isEqualTo(fingerprint(plain, "f"));
    }

    @Test
    void of_bodiesThatDifferInOneThing_areAllDifferent() {
        ClassNode node = compile(17, """
                import java.util.function.*;
                abstract class A {
                    int field; static int other; int[] array;
                    abstract Object none();
                    Object intOne() { return 1; }
                    Object intTwo() { return 2; }
                    Object longOne() { return 1L; }
                    Object floatOne() { return 1f; }
                    Object doubleOne() { return 1.0; }
                    Object minusZero() { return -0.0; }
                    Object zero() { return 0.0; }
                    Object stringOne() { return "1"; }
                    Object stringTwo() { return "2"; }
                    Object classA() { return A.class; }
                    Object classB() { return Object.class; }
                    Object readField() { return field; }
                    Object readOther() { return other; }
                    Object add(int i) { i += 1; return i; }
                    Object addTwo(int i) { i += 2; return i; }
                    Object addOther(int i, int j) { j += 1; return j; }
                    Object max(int i) { return Math.max(i, 1); }
                    Object min(int i) { return Math.min(i, 1); }
                    Object strictMax(int i) { return StrictMath.max(i, 1); }
                    Object once() { while (field > 0) { field--; other--; } return null; }
                    Object twice() { while (field > 0) { field--; } other--; return null; }
                    Object tryRuntime() { try { none(); } catch (RuntimeException e) { field = 1; } return null; }
                    Object tryError() { try { none(); } catch (Error e) { field = 1; } return null; }
                    Object tryMore() { try { none(); other = 1; } catch (Error e) { field = 1; } return null; }
                    Object tryLess() { try { none(); } catch (Error e) { field = 1; } other = 1; return null; }
                    int table(int i) { switch (i) { case 1: return 5; case 2: return 6; default: return 7; } }
                    int table2(int i) { switch (i) { case 2: return 5; case 3: return 6; default: return 7; } }
                    int lookup(int i) { switch (i) { case 1: return 5; case 200: return 6; default: return 7; } }
                    int lookup2(int i) { switch (i) { case 1: return 5; case 201: return 6; default: return 7; } }
                    Object concat(int i) { return "a" + i; }
                    Object concat2(int i) { return "b" + i; }
                    Object ref() { return (Supplier<?>) A::supply; }
                    Object ref2() { return (Supplier<?>) A::supplyOther; }
                    static Object supply() { return null; }
                    static Object supplyOther() { return A.supply(); }
                    Object one() { return new int[1]; }
                    Object shorts() { return new short[1]; }
                    Object flat() { return new int[1][]; }
                    Object deep() { return new int[1][1]; }
                    Object cast() { return (String) none(); }
                    Object cast2() { return (Integer) none(); }
                }
                """);
        Map<Fingerprint, String> seen = new HashMap<>();
        for (MethodNode method : node.methods) {
            String twin = seen.put(Fingerprints.of(node, method), method.name);
            assertThat(twin).as("same fingerprint as " + method.name).isNull();
        }
        assertThat(seen).hasSizeGreaterThan(40);
    }

    @Test
    void of_abstractNativeAndEmptyMethod_tellsBodyFromNone() {
        ClassNode node = compile(17, "abstract class A { abstract void a(); native void n(); void empty() { } }");

        assertThat(fingerprint(node, "a")).isEqualTo(fingerprint(node, "n"));
        assertThat(fingerprint(node, "empty")).isNotEqualTo(fingerprint(node, "a"));
    }

    @Test
    void of_lambdasNumberedOtherwise_isTheSameByContentOnly() {
        ClassNode before = compile(17, "class A { Runnable a() { return () -> hashCode(); } }");
        ClassNode after = new ClassNode();
        before.accept(new ClassRemapper(after, new SimpleRemapper(Opcodes.ASM9, "A.lambda$a$0()V", "lambda$a$17")));

        assertThat(fingerprint(after, "a")).isEqualTo(fingerprint(before, "a"));
        assertThat(fingerprint(after, "a", LambdaReferences.BY_NAME))
                .isNotEqualTo(fingerprint(before, "a", LambdaReferences.BY_NAME));
    }

    @Test
    void of_nestedLambdaChanged_differsByContentButNotByName() {
        String source = "class A { Runnable a() { return () -> { Runnable r = () -> System.out.println(1); }; } }";
        ClassNode before = compile(17, source);
        ClassNode after = compile(17, source.replace("(1)", "(2)"));

        assertThat(fingerprint(after, "a")).isNotEqualTo(fingerprint(before, "a"));
        assertThat(fingerprint(after, "a", LambdaReferences.BY_NAME))
                .isEqualTo(fingerprint(before, "a", LambdaReferences.BY_NAME));
    }

    @Test
    void of_lambdasSwapped_differs() {
        ClassNode before = compile(17, "class A { void a(Runnable r) { a(() -> hashCode()); a(() -> toString()); } }");
        ClassNode after = compile(17, "class A { void a(Runnable r) { a(() -> toString()); a(() -> hashCode()); } }");

        assertThat(fingerprint(after, "a")).isNotEqualTo(fingerprint(before, "a"));
        assertThat(fingerprint(after, "a", LambdaReferences.BY_ENCLOSING_METHOD))
                .isEqualTo(fingerprint(before, "a", LambdaReferences.BY_ENCLOSING_METHOD));
    }

    @Test
    void of_lambdasThatCallEachOther_ends() {
        ClassNode node = new ClassNode();
        node.name = "A";
        int count = 300;
        for (int i = 0; i < count; i++) {
            MethodNode lambda = lambda("lambda$a$" + i);
            for (int next : new int[] {(i + 1) % count, (i + 2) % count, i}) {
                lambda.instructions.add(
                        new MethodInsnNode(Opcodes.INVOKESTATIC, "A", "lambda$a$" + next, "()V", false));
            }
            lambda.instructions.add(new InsnNode(Opcodes.RETURN));
            node.methods.add(lambda);
        }

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Fingerprints.of(node, node.methods.get(0)).sha256())
                        .hasSize(64));
    }

    @Test
    void of_constantsThatUseOthersTwice_takesNoExponentialTime() {
        Handle bootstrap =
                new Handle(Opcodes.H_INVOKESTATIC, "B", "b", "([Ljava/lang/Object;)Ljava/lang/Object;", false);
        ConstantDynamic constant = new ConstantDynamic("c", "I", bootstrap, 1);
        for (int i = 0; i < 60; i++) {
            constant = new ConstantDynamic("c", "I", bootstrap, constant, constant);
        }
        ClassNode node = new ClassNode();
        node.name = "A";
        MethodNode method = lambda("f");
        method.instructions.add(new LdcInsnNode(constant));

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Fingerprints.of(node, method).sha256()).hasSize(64));
    }

    private static MethodNode lambda(String name) {
        return new MethodNode(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name, "()V", null, null);
    }

    private static Fingerprint fingerprint(ClassNode node, String method) {
        return fingerprint(node, method, LambdaReferences.BY_CONTENT);
    }

    private static Fingerprint fingerprint(ClassNode node, String name, LambdaReferences view) {
        MethodNode method = node.methods.stream()
                .filter(m -> m.name.equals(name))
                .findFirst()
                .orElseThrow();
        return new Fingerprints(node).of(method, view);
    }

    private static ClassNode compile(int release, String source) {
        return read(Sources.compile(release, source).get("A"));
    }

    private static ClassNode read(byte[] classFile) {
        try {
            return ClassFiles.read(classFile);
        } catch (InvalidClassFileException e) {
            throw new AssertionError(e);
        }
    }
}
