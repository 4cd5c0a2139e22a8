package io.livepatch.bytecode;

import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.util.CheckMethodAdapter;

/**
 * Verifies method bodies before they go into the JVM, without loading a class. The JVM does not verify classes of the boot
 * loader when it retransforms them, and a bad body there ends the process.
 *
 * <p>Class files from version 51 on are type-checked against their stack map frames (JVMS 4.10.1); for older ones types are
 * inferred (JVMS 4.10.2), {@code jsr} and {@code ret} included. A type whose class file is not found is taken to fit. Whether a
 * call or field access is allowed is not checked: the JVM does that when it resolves it.
 */
public final class BodyVerifier {
    private final ClassNode owner;
    private final TypeHierarchy types;

    private BodyVerifier(ClassNode owner, ClassFileLocator locator) {
        this.owner = owner;
        types = new TypeHierarchy(owner, locator);
    }

    /**
     * What is wrong with the chosen methods: at most one problem for each, as {@code c(I)V, instruction 12: …}, where
     * instructions are counted from 0. Empty if nothing is.
     *
     * @param woven the class, read by {@link ClassFiles#read} from the very bytes that are to be loaded
     * @param chosen which methods to verify
     * @param locator finds the class files of other types
     */
    public static List<String> problems(ClassNode woven, Predicate<MethodId> chosen, ClassFileLocator locator) {
        BodyVerifier verifier = new BodyVerifier(woven, locator);
        List<String> problems = new ArrayList<>();
        for (MethodNode method : woven.methods) {
            if (ClassFiles.hasBody(method) && chosen.test(ClassFiles.id(method))) {
                try {
                    verifier.verify(method);
                } catch (AnalyzerException e) {
                    problems.add(ClassFiles.id(method) + place(method, e.node) + ": " + e.getMessage());
                }
            }
        }
        return problems;
    }

    private void verify(MethodNode method) throws AnalyzerException {
        if (method.instructions.size() == 0) {
            throw new AnalyzerException(null, "no code");
        }
        checkStructure(method);
        checkTargets(method);
        VerifyingInterpreter interpreter = new VerifyingInterpreter(owner, method, types);
        if (isTypeChecked()) {
            new TypeChecker(owner, method, interpreter).check(entryFrame(method, interpreter));
        } else {
            infer(method, interpreter);
        }
    }

    private boolean isTypeChecked() {
        return ClassFiles.majorVersion(owner) >= Opcodes.V1_7;
    }

    private void checkStructure(MethodNode method) throws AnalyzerException {
        CheckMethodAdapter check =
                new CheckMethodAdapter(Opcodes.ASM9, new MethodVisitor(Opcodes.ASM9) {}, new HashMap<>()) {
                    @Override
                    public void visitFrame(int type, int locals, Object[] local, int stack, Object[] values) {
                        if (isTypeChecked()) {
                            super.visitFrame(type, locals, local, stack, values);
                        }
                    }
                };
        check.version = owner.version;
        try {
            method.accept(check);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw new AnalyzerException(null, e.getMessage(), e);
        }
    }

    /** Reachable or not, a branch or exception handler leads to an instruction (JVMS 4.9.1). */
    private static void checkTargets(MethodNode method) throws AnalyzerException {
        for (AbstractInsnNode instruction : method.instructions) {
            for (LabelNode target : Branches.targets(instruction)) {
                requireCode(instruction, target);
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            requireCode(null, block.handler);
        }
    }

    private static void requireCode(AbstractInsnNode source, LabelNode target) throws AnalyzerException {
        if (Branches.instructionAt(target) == null) {
            throw new AnalyzerException(source, "branch to the end of the code");
        }
    }

    private void infer(MethodNode method, VerifyingInterpreter interpreter) throws AnalyzerException {
        Analyzer<BasicValue> analyzer = new Analyzer<>(interpreter) {
            @Override
            protected Frame<BasicValue> newFrame(int locals, int maxStack) {
                return new VerifierFrame(locals, maxStack, interpreter.isConstructor());
            }

            @Override
            protected Frame<BasicValue> newFrame(Frame<? extends BasicValue> frame) {
                return new VerifierFrame(frame);
            }
        };
        try {
            analyzer.analyze(owner.name, method);
        } catch (IndexOutOfBoundsException e) {
            throw new AnalyzerException(null, e.getMessage(), e);
        }
    }

    private VerifierFrame entryFrame(MethodNode method, VerifyingInterpreter interpreter) throws AnalyzerException {
        boolean isInstance = (method.access & Opcodes.ACC_STATIC) == 0;
        List<BasicValue> locals = new ArrayList<>();
        if (isInstance) {
            locals.add(interpreter.newParameterValue(true, 0, Type.getObjectType(owner.name)));
        }
        for (Type type : Type.getArgumentTypes(method.desc)) {
            locals.add(interpreter.newParameterValue(isInstance, locals.size(), type));
            if (type.getSize() == 2) {
                locals.add(BasicValue.UNINITIALIZED_VALUE);
            }
        }
        return interpreter.newFrame(method, locals);
    }

    private static String place(MethodNode method, AbstractInsnNode node) {
        if (node == null) {
            return "";
        }
        int index = 0;
        for (AbstractInsnNode before = method.instructions.getFirst();
                before != null && before != node;
                before = before.getNext()) {
            index += before.getOpcode() >= 0 ? 1 : 0;
        }
        return ", instruction " + index;
    }
}
