package io.livepatch.bytecode;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;

/**
 * Verification by type checking (JVMS 4.10.1), which the JVM demands from class file version 51 on: one pass over the code in
 * which every jump must agree with the stack map frame declared at its target.
 */
final class TypeChecker {
    private static final Type THROWABLE = Type.getObjectType("java/lang/Throwable");

    private final MethodNode method;
    private final VerifyingInterpreter interpreter;
    private final DeclaredFrames declared;
    private final Map<LabelNode, Integer> positions = new HashMap<>();

    TypeChecker(ClassNode owner, MethodNode method, VerifyingInterpreter interpreter) throws AnalyzerException {
        this.method = method;
        this.interpreter = interpreter;
        declared = new DeclaredFrames(owner.name, method, interpreter);
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof LabelNode label) {
                positions.put(label, method.instructions.indexOf(label));
            }
        }
    }

    /**
     * Checks the code from its first to its last instruction.
     *
     * @param frame the frame at entry; changed on the way
     * @throws AnalyzerException at the first instruction that does not pass
     */
    void check(VerifierFrame frame) throws AnalyzerException {
        boolean reachable = true;
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction.getOpcode() < 0) {
                continue;
            }
            VerifierFrame wanted = declared.at(instruction);
            if (wanted != null) {
                if (reachable) {
                    requireFits(instruction, frame, wanted);
                }
                frame.init(wanted);
            } else if (!reachable) {
                throw new AnalyzerException(instruction, "no stack map frame after an unconditional branch");
            }
            checkHandlers(instruction, frame);
            execute(instruction, frame);
            for (LabelNode target : Branches.targets(instruction)) {
                requireFits(instruction, frame, frameAt(instruction, target));
            }
            reachable = !Branches.endsFlow(instruction);
        }
        if (reachable) {
            throw new AnalyzerException(method.instructions.getLast(), "execution runs off the end of the code");
        }
    }

    private void execute(AbstractInsnNode instruction, VerifierFrame frame) throws AnalyzerException {
        int opcode = instruction.getOpcode();
        if (opcode == Opcodes.JSR || opcode == Opcodes.RET) {
            throw new AnalyzerException(instruction, "jsr and ret are not allowed in this class file version");
        }
        try {
            frame.execute(instruction, interpreter);
        } catch (IndexOutOfBoundsException e) {
            throw new AnalyzerException(instruction, e.getMessage(), e);
        }
    }

    private void checkHandlers(AbstractInsnNode instruction, VerifierFrame frame) throws AnalyzerException {
        int position = method.instructions.indexOf(instruction);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (positions.get(block.start) < position && position < positions.get(block.end)) {
                Type caught = block.type == null ? THROWABLE : Type.getObjectType(block.type);
                BasicValue exception = interpreter.newValue(caught);
                if (!interpreter.fits(exception, interpreter.newValue(THROWABLE))) {
                    throw new AnalyzerException(instruction, "catches " + block.type + ", which is no Throwable");
                }
                VerifierFrame thrown = new VerifierFrame(frame);
                thrown.clearStack();
                thrown.push(exception);
                requireFits(instruction, thrown, frameAt(instruction, block.handler));
            }
        }
    }

    private VerifierFrame frameAt(AbstractInsnNode source, LabelNode target) throws AnalyzerException {
        AbstractInsnNode instruction = Branches.instructionAt(target);
        VerifierFrame frame = instruction == null ? null : declared.at(instruction);
        if (frame == null) {
            throw new AnalyzerException(source, "no stack map frame at the target of a branch");
        }
        return frame;
    }

    private void requireFits(AbstractInsnNode instruction, VerifierFrame frame, VerifierFrame wanted)
            throws AnalyzerException {
        boolean fits = frame.getStackSize() == wanted.getStackSize()
                && (wanted.isThisUninitialized() || !frame.isThisUninitialized());
        for (int i = 0; fits && i < frame.getLocals(); i++) {
            fits = interpreter.fits(frame.getLocal(i), wanted.getLocal(i));
        }
        for (int i = 0; fits && i < frame.getStackSize(); i++) {
            fits = interpreter.fits(frame.getStack(i), wanted.getStack(i));
        }
        if (!fits) {
            throw new AnalyzerException(
                    instruction, "frame " + frame + " does not fit the declared stack map frame " + wanted);
        }
    }
}
