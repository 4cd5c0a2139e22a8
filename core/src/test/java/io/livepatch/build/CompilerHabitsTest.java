package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.bytecode.Fingerprints;
import io.livepatch.testing.Sources;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

class CompilerHabitsTest {
    private static final String SOURCE = """
            import java.nio.*;
            class A {
                private int p() { return 1; }
                int q() { return 2; }
                int run(Object o, ByteBuffer b) { byte[] x = (byte[]) o; b.flip(); b.limit(1).flip(); return p() + q() + x.length; }
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
                        method.instructions.insertBefore(
                                each, new TypeInsnNode(Opcodes.CHECKCAST, "java/lang/Cloneable"));
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

    private static void makeSpecial(AbstractInsnNode each, String name) {
        if (each instanceof MethodInsnNode call && call.name.equals(name)) {
            call.setOpcode(Opcodes.INVOKESPECIAL);
        }
    }

    /** Whether a method is what it was, after a change that shows without the normal form. */
    private static boolean isSame(BiConsumer<MethodNode, AbstractInsnNode> change) {
        ClassNode before = compiled();
        ClassNode after = compiled();
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

    private static ClassNode compiled() {
        ClassNode node = new ClassNode();
        new ClassReader(Sources.compile(17, SOURCE).get("A")).accept(node, 0);
        return node;
    }
}
