package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import java.util.Optional;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Which class file version the patched class has, and what follows for the bodies that come together in it.
 *
 * <p>The rule: if OLD and NEW both have version 51 (Java 7) or higher, the class gets the higher of both; else it keeps that of
 * OLD. 51 is the border because from there on the JVM demands stack map frames and forbids {@code jsr} and {@code ret}. So
 *
 * <ul>
 *   <li>with OLD at 51 or higher, a NEW body from a lower version must not have {@code jsr} or {@code ret}, and must have
 *       frames if it has a branch or an exception handler;
 *   <li>with OLD below 51, a NEW body must do without what that version cannot hold: a class as constant (49), {@code
 *       invokedynamic}, a method handle or method type as constant (51), a static or private call to an interface (52), a
 *       dynamic constant (55). Its frames are no obstacle: they are dropped below version 50, and 50 does not insist on them.
 * </ul>
 */
final class ClassVersions {
    private static final int BORDER = Opcodes.V1_7;

    private ClassVersions() {}

    /** Why the new body cannot go into the class, if so. */
    static Optional<String> obstacle(ClassNode oldClass, ClassNode newClass, MethodNode newBody) {
        int oldVersion = ClassFiles.majorVersion(oldClass);
        int newVersion = ClassFiles.majorVersion(newClass);
        if (oldVersion >= BORDER) {
            return newVersion >= BORDER ? Optional.empty() : obsolete(newBody);
        }
        for (AbstractInsnNode instruction : newBody.instructions) {
            int needed = neededVersion(instruction);
            if (needed > oldVersion) {
                return Optional.of("the new body needs class file version " + needed + ", the class has " + oldVersion);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> obsolete(MethodNode body) {
        boolean branches = !body.tryCatchBlocks.isEmpty();
        boolean frames = false;
        for (AbstractInsnNode instruction : body.instructions) {
            if (instruction.getOpcode() == Opcodes.JSR || instruction.getOpcode() == Opcodes.RET) {
                return Optional.of("the new body has subroutines (jsr), which class files forbid from version 51 on");
            }
            branches |= instruction instanceof JumpInsnNode
                    || instruction instanceof TableSwitchInsnNode
                    || instruction instanceof LookupSwitchInsnNode;
            frames |= instruction instanceof FrameNode;
        }
        return branches && !frames
                ? Optional.of("the new body has no stack map frames, which class files need from version 51 on")
                : Optional.empty();
    }

    private static int neededVersion(AbstractInsnNode instruction) {
        if (instruction instanceof InvokeDynamicInsnNode) {
            return Opcodes.V1_7;
        }
        if (instruction instanceof MethodInsnNode call) {
            boolean special = call.getOpcode() == Opcodes.INVOKESTATIC || call.getOpcode() == Opcodes.INVOKESPECIAL;
            return call.itf && special ? Opcodes.V1_8 : 0;
        }
        return instruction instanceof LdcInsnNode ldc ? neededVersion(ldc.cst) : 0;
    }

    private static int neededVersion(Object constant) {
        if (constant instanceof Type type) {
            return type.getSort() == Type.METHOD ? Opcodes.V1_7 : Opcodes.V1_5;
        }
        if (constant instanceof Handle) {
            return Opcodes.V1_7;
        }
        return constant instanceof ConstantDynamic ? Opcodes.V11 : 0;
    }
}
