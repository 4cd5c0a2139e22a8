package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.gate.SchedulePoint;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;

/**
 * Races that load does not find, made to happen: the code as it is keeps its promises, and each mistake that the protocol model
 * knows breaks one when it is planted in the code.
 */
@Timeout(120)
class InterleavingTest {
    @ParameterizedTest
    @EnumSource
    void run_codeAsItIs_keepsItsPromises(Interleaving interleaving) throws Exception {
        assertThat(new GateCopy(null).run(interleaving)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void run_seededMistake_isCaught(SeededMistake mistake) throws Exception {
        assertThat(new GateCopy(mistake).run(mistake.caughtBy)).matches("I[14]: .*");
    }

    @Test
    void reached_inTheProduct_doesNothing() throws Exception {
        ClassNode node = new ClassNode();
        try (InputStream stream = SchedulePoint.class.getResourceAsStream("SchedulePoint.class")) {
            new ClassReader(stream).accept(node, ClassReader.SKIP_DEBUG);
        }
        assertThat(node.methods)
                .filteredOn(method -> method.name.equals("reached"))
                .singleElement()
                .satisfies(method -> assertThat(
                                Stream.of(method.instructions.toArray()).map(AbstractInsnNode::getOpcode))
                        .containsExactly(Opcodes.RETURN));
    }
}
