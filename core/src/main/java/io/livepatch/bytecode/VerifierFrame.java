package io.livepatch.bytecode;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;

/** A frame that knows which objects are initialised, {@code this} in a constructor among them. */
final class VerifierFrame extends Frame<BasicValue> {
    private boolean thisUninitialized;

    VerifierFrame(int locals, int maxStack, boolean thisUninitialized) {
        super(locals, maxStack);
        this.thisUninitialized = thisUninitialized;
    }

    VerifierFrame(Frame<? extends BasicValue> other) {
        super(other);
        thisUninitialized = isThisUninitialized(other);
    }

    boolean isThisUninitialized() {
        return thisUninitialized;
    }

    @Override
    public Frame<BasicValue> init(Frame<? extends BasicValue> other) {
        super.init(other);
        thisUninitialized = isThisUninitialized(other);
        return this;
    }

    @Override
    public boolean merge(Frame<? extends BasicValue> other, Interpreter<BasicValue> interpreter)
            throws AnalyzerException {
        boolean changed = super.merge(other, interpreter);
        if (!thisUninitialized && isThisUninitialized(other)) {
            thisUninitialized = true;
            return true;
        }
        return changed;
    }

    @Override
    public void execute(AbstractInsnNode instruction, Interpreter<BasicValue> interpreter) throws AnalyzerException {
        if (instruction.getOpcode() == Opcodes.RETURN && thisUninitialized) {
            throw new AnalyzerException(instruction, "constructor returns before it called another constructor");
        }
        if (instruction instanceof MethodInsnNode call
                && call.getOpcode() == Opcodes.INVOKESPECIAL
                && call.name.equals("<init>")) {
            int position = getStackSize() - 1 - Type.getArgumentCount(call.desc);
            BasicValue receiver = position < 0 ? null : getStack(position);
            super.execute(instruction, interpreter);
            if (receiver instanceof UninitializedValue made) {
                replace(made, made.initialized());
                thisUninitialized &= !made.isThis();
            }
        } else {
            super.execute(instruction, interpreter);
        }
        if (stackSlots() > getMaxStackSize()) {
            throw new AnalyzerException(
                    instruction, "more than the " + getMaxStackSize() + " stack slots of the method");
        }
    }

    /** ASM counts values, the JVM counts a long or double twice. */
    private int stackSlots() {
        int slots = 0;
        for (int i = 0; i < getStackSize(); i++) {
            slots += getStack(i).getSize();
        }
        return slots;
    }

    private void replace(UninitializedValue from, BasicValue to) {
        for (int i = 0; i < getLocals(); i++) {
            if (from.equals(getLocal(i))) {
                setLocal(i, to);
            }
        }
        for (int i = 0; i < getStackSize(); i++) {
            if (from.equals(getStack(i))) {
                setStack(i, to);
            }
        }
    }

    private static boolean isThisUninitialized(Frame<? extends BasicValue> frame) {
        return frame instanceof VerifierFrame f && f.thisUninitialized;
    }
}
