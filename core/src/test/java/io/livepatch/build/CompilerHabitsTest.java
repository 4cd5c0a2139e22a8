package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.bytecode.Fingerprints;
import io.livepatch.model.Fingerprint;
import io.livepatch.testing.Sources;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

class CompilerHabitsTest {
    private static final String SOURCE = """
            import java.nio.*;
            class A {
                private int p() { return 1; }
                int q() { return 2; }
                int run(Object o, ByteBuffer b) { if (o instanceof java.util.List<?> s) { return s.toString().length() + s.size(); } byte[] x = (byte[]) o; b.flip(); b.limit(1).flip(); return p() + q() + x.length; }
            }
            """;

    @Test
    void without_castTwice_isOnce() {
        assertThat(isSame((method, each) -> {
                    if (each.getOpcode() == Opcodes.CHECKCAST) {
                        method.instructions.insert(
                                each, new TypeInsnNode(Opcodes.CHECKCAST, ((TypeInsnNode) each).desc));
                    }
                }))
                .isTrue();
    }

    @Test
    void without_castToAnotherType_isKept() {
        assertThat(isSame((method, each) -> {
                    if (each.getOpcode() == Opcodes.CHECKCAST) {
                        method.instructions.insert(each, new TypeInsnNode(Opcodes.CHECKCAST, "java/lang/Cloneable"));
                    }
                }))
                .isFalse();
    }

    @Test
    void without_testOfTheTypeThatWasCastTo_isKept() {
        assertThat(isSame((method, each) -> {
                    if (each.getOpcode() == Opcodes.CHECKCAST) {
                        method.instructions.insert(
                                each, new TypeInsnNode(Opcodes.INSTANCEOF, ((TypeInsnNode) each).desc));
                    }
                }))
                .isFalse();
    }

    @Test
    void without_secondCastThatCodeGoesToOtherwise_isKept() {
        assertThat(castsLeft((method, label) -> {})).isEqualTo(1);
        assertThat(castsLeft((method, label) -> method.instructions.insert(new JumpInsnNode(Opcodes.GOTO, label))))
                .isEqualTo(2);
        assertThat(castsLeft((method, label) -> {
                    LabelNode start = new LabelNode();
                    method.instructions.insert(start);
                    method.tryCatchBlocks.add(new TryCatchBlockNode(start, label, label, null));
                }))
                .isEqualTo(2);
    }

    /** How many casts remain of one that is there twice, with a label before the second. */
    private static long castsLeft(BiConsumer<MethodNode, LabelNode> before) {
        ClassNode node = compiled("class A { void run(Object o) { byte[] b = (byte[]) o; } }");
        MethodNode method = run(node);
        LabelNode label = new LabelNode();
        for (AbstractInsnNode each : method.instructions.toArray()) {
            if (each instanceof TypeInsnNode cast) {
                method.instructions.insert(cast, new TypeInsnNode(Opcodes.CHECKCAST, cast.desc));
                method.instructions.insert(cast, label);
            }
        }
        before.accept(method, label);
        return Stream.of(run(CompilerHabits.without(node)).instructions.toArray())
                .filter(each -> each.getOpcode() == Opcodes.CHECKCAST)
                .count();
    }

    @Test
    void without_specialCallOfAPrivateMethodOfAnInterface_isAnyCall() {
        String source = "interface A { private int p() { return 1; } default int run() { return p(); } }";

        assertThat(isSame(source, (method, each) -> makeSpecial(each, "p"))).isTrue();
    }

    @Test
    void without_anotherMethodOfABuffer_isKept() {
        String source = "class A { Object run(java.nio.ByteBuffer b) { return b.slice(); } }";

        assertThat(isSame(source, (method, each) -> {
                    if (each instanceof MethodInsnNode call) {
                        call.desc = "()Ljava/nio/Buffer;";
                    }
                }))
                .isFalse();
    }

    @Test
    void without_anotherMethodCalledAsOneOfAnotherInterface_isKept() {
        assertThat(isSame((method, each) -> {
                    if (each instanceof MethodInsnNode call && call.name.equals("size")) {
                        call.owner = "java/util/Collection";
                    }
                }))
                .isFalse();
    }

    @Test
    void without_specialCallOfAPrivateMethod_isAnyCall() {
        assertThat(isSame((method, each) -> makeSpecial(each, "p"))).isTrue();
    }

    @Test
    void without_specialCallOfAnotherMethod_isKept() {
        assertThat(isSame((method, each) -> makeSpecial(each, "q"))).isFalse();
    }

    @Test
    void without_methodsOfBuffersAsOldCompilersKnowThem_areTheSame() {
        assertThat(isSame((method, each) -> {
                    if (each instanceof MethodInsnNode call && call.owner.equals("java/nio/ByteBuffer")) {
                        call.desc = call.desc.replace(")Ljava/nio/ByteBuffer;", ")Ljava/nio/Buffer;");
                        method.instructions.insert(call, new TypeInsnNode(Opcodes.CHECKCAST, call.owner));
                    }
                }))
                .isTrue();
    }

    @Test
    void without_methodOfObjectCalledAsOneOfAnInterface_isThatOfObject() {
        assertThat(isSame((method, each) -> toInterface(each, "toString"))).isTrue();
    }

    @Test
    void without_capturedValuesInAnotherOrder_areTheSame() {
        assertThat(captures("this.val$a = a; this.val$b = b;")).isEqualTo(captures("this.val$b = b; this.val$a = a;"));
        assertThat(captures("this.val$a = a; this.val$b = b;"))
                .isNotEqualTo(captures("this.val$a = b; this.val$b = a;"));
    }

    @Test
    void without_valuesOfOwnFieldsInAnotherOrder_areKept() {
        assertThat(captures(0, "this.val$a = a; this.val$b = b;"))
                .isNotEqualTo(captures(0, "this.val$b = b; this.val$a = a;"));
    }

    @Test
    void without_valuesStoredByAMethodInAnotherOrder_areKept() {
        assertThat(stored("val$a = a; val$b = b;")).isNotEqualTo(stored("val$b = b; val$a = a;"));
    }

    private static Fingerprint stored(String stores) {
        ClassNode node = compiled("class A { int val$a; int val$b; void run(int a, int b) { " + stores + " } }");
        node.fields.forEach(each -> each.access |= Opcodes.ACC_SYNTHETIC);
        ClassNode plain = CompilerHabits.without(node);
        return Fingerprints.of(plain, run(plain));
    }

    private static Fingerprint captures(String stores) {
        return captures(Opcodes.ACC_SYNTHETIC, stores);
    }

    /** The constructor of a class with such statements before the call of the other constructor, as compilers write it. */
    private static Fingerprint captures(int flagsOfFields, String stores) {
        ClassNode node = new ClassNode();
        String source = "class C { int val$a; int val$b; C(int a, int b) { " + stores + " } }";
        new ClassReader(Sources.compile(17, source).get("C")).accept(node, 0);
        node.fields.forEach(each -> each.access |= flagsOfFields);
        InsnList code = node.methods.get(0).instructions;
        MethodInsnNode initialization = null;
        for (AbstractInsnNode each : code.toArray()) {
            if (each instanceof MethodInsnNode call) {
                initialization = call;
                code.remove(call.getPrevious());
                code.remove(call);
            } else if (each.getOpcode() == Opcodes.RETURN) {
                code.insertBefore(each, new VarInsnNode(Opcodes.ALOAD, 0));
                code.insertBefore(each, initialization);
            }
        }
        ClassNode plain = CompilerHabits.without(node);
        return Fingerprints.of(plain, plain.methods.get(0));
    }

    private static void toInterface(AbstractInsnNode each, String name) {
        if (each instanceof MethodInsnNode call && call.name.equals(name)) {
            call.setOpcode(Opcodes.INVOKEINTERFACE);
            call.owner = "java/util/List";
            call.itf = true;
        }
    }

    private static void makeSpecial(AbstractInsnNode each, String name) {
        if (each instanceof MethodInsnNode call && call.name.equals(name)) {
            call.setOpcode(Opcodes.INVOKESPECIAL);
        }
    }

    /** Whether a method is what it was, after a change that shows without the normal form. */
    private static boolean isSame(BiConsumer<MethodNode, AbstractInsnNode> change) {
        return isSame(SOURCE, change);
    }

    private static boolean isSame(String source, BiConsumer<MethodNode, AbstractInsnNode> change) {
        ClassNode before = compiled(source);
        ClassNode after = compiled(source);
        MethodNode method = run(after);
        for (AbstractInsnNode each : method.instructions.toArray()) {
            change.accept(method, each);
        }
        assertThat(Fingerprints.of(before, run(before))).isNotEqualTo(Fingerprints.of(after, run(after)));
        ClassNode plainBefore = CompilerHabits.without(before);
        ClassNode plainAfter = CompilerHabits.without(after);
        return Fingerprints.of(plainBefore, run(plainBefore)).equals(Fingerprints.of(plainAfter, run(plainAfter)));
    }

    private static MethodNode run(ClassNode owner) {
        return owner.methods.stream()
                .filter(each -> each.name.equals("run"))
                .findFirst()
                .orElseThrow();
    }

    private static ClassNode compiled(String source) {
        ClassNode node = new ClassNode();
        new ClassReader(Sources.compile(17, source).get("A")).accept(node, 0);
        return node;
    }
}
