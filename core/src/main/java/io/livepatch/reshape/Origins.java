package io.livepatch.reshape;

import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Where values come from in a body. */
final class Origins {
    private final MethodNode method;
    private final Frame<SourceValue>[] frames;

    private Origins(MethodNode method, Frame<SourceValue>[] frames) {
        this.method = method;
        this.frames = frames;
    }

    /** Empty if the body cannot be analysed. */
    static Optional<Origins> of(String owner, MethodNode method) {
        try {
            return Optional.of(new Origins(method, new Analyzer<>(new SourceInterpreter()).analyze(owner, method)));
        } catch (AnalyzerException e) {
            return Optional.empty();
        }
    }

    /** The instruction that pushed a value which an instruction finds on the stack; empty if there may be several. */
    Optional<AbstractInsnNode> pushed(AbstractInsnNode at, int depth) {
        Frame<SourceValue> frame = frame(at);
        return frame == null || frame.getStackSize() <= depth
                ? Optional.empty()
                : only(frame.getStack(frame.getStackSize() - 1 - depth));
    }

    /** The instruction that made such a value, wherever it was copied from there. */
    Optional<AbstractInsnNode> made(AbstractInsnNode at, int depth) {
        return pushed(at, depth).flatMap(this::original);
    }

    /** The instruction that made the value of a local; empty for parameters, and if there may be several. */
    Optional<AbstractInsnNode> madeLocal(AbstractInsnNode at, int local) {
        Frame<SourceValue> frame = frame(at);
        return frame == null ? Optional.empty() : only(frame.getLocal(local)).flatMap(this::original);
    }

    private Optional<AbstractInsnNode> original(AbstractInsnNode source) {
        if (source instanceof VarInsnNode local && local.getOpcode() < Opcodes.ISTORE) {
            return madeLocal(local, local.var);
        }
        boolean copies = source instanceof VarInsnNode || source.getOpcode() == Opcodes.DUP;
        return copies ? made(source, 0) : Optional.of(source);
    }

    private Frame<SourceValue> frame(AbstractInsnNode at) {
        return frames[method.instructions.indexOf(at)];
    }

    private static Optional<AbstractInsnNode> only(SourceValue value) {
        return value.insns.size() == 1 ? Optional.of(value.insns.iterator().next()) : Optional.empty();
    }
}
