package io.livepatch.bytecode;

import io.livepatch.bytecode.Fingerprints.LambdaEncoding;
import io.livepatch.model.MethodId;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes a method body in canonical form. An instruction is its opcode and operands; a jump target is the index of the
 * instruction jumped to, so labels, line numbers and frames leave no trace.
 */
final class BodyEncoder {
    private static final int NO_BODY = 0;
    private static final int BODY = 1;
    /** Where an opcode would stand: the end of the instructions. No opcode has this number (JVMS 6.2). */
    private static final int END = 255;

    private static final int MAX_NESTING = 64;

    private final String owner;
    private final LambdaEncoding lambdas;
    private final Map<AbstractInsnNode, Integer> positions = new HashMap<>();
    private final IdentityHashMap<ConstantDynamic, String> dynamicConstants = new IdentityHashMap<>();
    private CanonicalDigest out;
    private int nesting;

    BodyEncoder(String owner, LambdaEncoding lambdas, CanonicalDigest out) {
        this.owner = owner;
        this.lambdas = lambdas;
        this.out = out;
    }

    void encode(MethodNode method) {
        if (!ClassFiles.hasBody(method)) {
            out.tag(NO_BODY);
            return;
        }
        out.tag(BODY);
        number(method);
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction.getOpcode() >= 0) {
                out.tag(instruction.getOpcode());
                operands(instruction);
            }
        }
        out.tag(END).number(method.tryCatchBlocks.size());
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            label(block.start);
            label(block.end);
            label(block.handler);
            out.string(block.type == null ? "" : block.type);
        }
    }

    private void number(MethodNode method) {
        int index = 0;
        for (AbstractInsnNode instruction : method.instructions) {
            positions.put(instruction, index);
            if (instruction.getOpcode() >= 0) {
                index++;
            }
        }
    }

    private void operands(AbstractInsnNode instruction) {
        if (instruction instanceof VarInsnNode i) {
            out.number(i.var);
        } else if (instruction instanceof MethodInsnNode i) {
            method(i.owner, i.name, i.desc, i.itf);
        } else if (instruction instanceof FieldInsnNode i) {
            out.string(i.owner).string(i.name).string(i.desc);
        } else if (instruction instanceof JumpInsnNode i) {
            label(i.label);
        } else if (instruction instanceof LdcInsnNode i) {
            constant(i.cst);
        } else if (instruction instanceof TypeInsnNode i) {
            out.string(i.desc);
        } else if (instruction instanceof IntInsnNode i) {
            out.number(i.operand);
        } else if (instruction instanceof IincInsnNode i) {
            out.number(i.var).number(i.incr);
        } else if (instruction instanceof InvokeDynamicInsnNode i) {
            out.string(i.name).string(i.desc);
            handle(i.bsm);
            constants(List.of(i.bsmArgs));
        } else if (instruction instanceof TableSwitchInsnNode i) {
            out.number(i.min).number(i.max);
            label(i.dflt);
            i.labels.forEach(this::label);
        } else if (instruction instanceof LookupSwitchInsnNode i) {
            out.number(i.keys.size());
            i.keys.forEach(key -> out.number(key.intValue()));
            label(i.dflt);
            i.labels.forEach(this::label);
        } else if (instruction instanceof MultiANewArrayInsnNode i) {
            out.string(i.desc).number(i.dims);
        } else if (!(instruction instanceof InsnNode)) {
            throw new IllegalStateException("unknown kind of instruction: " + instruction.getClass());
        }
    }

    private void label(LabelNode label) {
        out.number(positions.get(label).intValue());
    }

    private void method(String methodOwner, String name, String descriptor, boolean onInterface) {
        out.string(methodOwner).tag(onInterface ? 1 : 0);
        if (!methodOwner.equals(owner) || !lambdas.encode(new MethodId(name, descriptor), out)) {
            out.tag('N').string(name).string(descriptor);
        }
    }

    private void handle(Handle handle) {
        out.tag(handle.getTag());
        method(handle.getOwner(), handle.getName(), handle.getDesc(), handle.isInterface());
    }

    private void constants(List<Object> constants) {
        out.number(constants.size());
        constants.forEach(this::constant);
    }

    private void constant(Object constant) {
        if (constant instanceof Integer value) {
            out.tag('I').number(value.intValue());
        } else if (constant instanceof Float value) {
            out.tag('F').number(Float.floatToRawIntBits(value));
        } else if (constant instanceof Long value) {
            out.tag('J').number(value.longValue());
        } else if (constant instanceof Double value) {
            out.tag('D').number(Double.doubleToRawLongBits(value));
        } else if (constant instanceof String value) {
            out.tag('S').string(value);
        } else if (constant instanceof Type value) {
            out.tag(value.getSort() == Type.METHOD ? 'M' : 'C').string(value.getDescriptor());
        } else if (constant instanceof Handle value) {
            out.tag('H');
            handle(value);
        } else if (constant instanceof ConstantDynamic value) {
            out.tag('Y').string(value.getName()).string(value.getDescriptor()).string(content(value));
        } else {
            throw new IllegalStateException("unknown kind of constant: " + constant.getClass());
        }
    }

    /**
     * The content of a dynamic constant, digested once for each: constants that use others twice each would take exponential
     * time. Nested deeper than any compiler does they have no content, which bounds the recursion for hostile class files.
     */
    private String content(ConstantDynamic constant) {
        String known = dynamicConstants.get(constant);
        if (known != null || nesting == MAX_NESTING) {
            return known == null ? "" : known;
        }
        CanonicalDigest enclosing = out;
        out = new CanonicalDigest();
        nesting++;
        handle(constant.getBootstrapMethod());
        for (int i = 0; i < constant.getBootstrapMethodArgumentCount(); i++) {
            constant(constant.getBootstrapMethodArgument(i));
        }
        nesting--;
        String content = out.hex();
        out = enclosing;
        dynamicConstants.put(constant, content);
        return content;
    }
}
