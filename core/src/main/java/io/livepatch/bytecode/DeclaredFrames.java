package io.livepatch.bytecode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;

/** The stack map frames that a method declares, by the instruction they stand before. */
final class DeclaredFrames {
    private final MethodNode method;
    private final String owner;
    private final VerifyingInterpreter interpreter;
    private final Map<AbstractInsnNode, VerifierFrame> frames = new HashMap<>();

    DeclaredFrames(String owner, MethodNode method, VerifyingInterpreter interpreter) throws AnalyzerException {
        this.owner = owner;
        this.method = method;
        this.interpreter = interpreter;
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof FrameNode declared) {
                AbstractInsnNode instruction = Branches.instructionAt(declared);
                if (instruction == null || frames.put(instruction, frame(declared)) != null) {
                    throw new AnalyzerException(node, "stack map frame without an instruction of its own");
                }
            }
        }
    }

    /** The frame declared at the instruction, null if there is none. */
    VerifierFrame at(AbstractInsnNode instruction) {
        return frames.get(instruction);
    }

    private VerifierFrame frame(FrameNode declared) throws AnalyzerException {
        if (declared.type != Opcodes.F_NEW && declared.type != Opcodes.F_FULL) {
            throw new AnalyzerException(declared, "stack map frames are not expanded");
        }
        List<BasicValue> locals = new ArrayList<>();
        for (Object type : declared.local == null ? List.of() : declared.local) {
            BasicValue value = value(declared, type);
            locals.add(value);
            if (value.getSize() == 2) {
                locals.add(BasicValue.UNINITIALIZED_VALUE);
            }
        }
        VerifierFrame frame = interpreter.newFrame(method, locals);
        for (Object type : declared.stack == null ? List.of() : declared.stack) {
            frame.push(value(declared, type));
        }
        return frame;
    }

    private BasicValue value(FrameNode declared, Object type) throws AnalyzerException {
        if (type instanceof String name) {
            return interpreter.newValue(Type.getObjectType(name));
        }
        if (type instanceof LabelNode label) {
            AbstractInsnNode origin = Branches.instructionAt(label);
            if (origin == null || origin.getOpcode() != Opcodes.NEW) {
                throw new AnalyzerException(declared, "uninitialised type that no new instruction makes");
            }
            return interpreter.newOperation(origin);
        }
        if (type.equals(Opcodes.UNINITIALIZED_THIS)) {
            return new UninitializedValue(Type.getObjectType(owner), null);
        }
        if (type.equals(Opcodes.NULL)) {
            return interpreter.newValue(VerifyingInterpreter.NULL_TYPE);
        }
        if (type.equals(Opcodes.INTEGER)) {
            return BasicValue.INT_VALUE;
        }
        if (type.equals(Opcodes.FLOAT)) {
            return BasicValue.FLOAT_VALUE;
        }
        if (type.equals(Opcodes.LONG)) {
            return BasicValue.LONG_VALUE;
        }
        return type.equals(Opcodes.DOUBLE) ? BasicValue.DOUBLE_VALUE : BasicValue.UNINITIALIZED_VALUE;
    }
}
