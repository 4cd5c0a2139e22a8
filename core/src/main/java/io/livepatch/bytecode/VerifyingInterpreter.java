package io.livepatch.bytecode;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.SimpleVerifier;

/**
 * ASM's verifier with two additions: uninitialised objects are kept apart from initialised ones, and questions about types are
 * answered by a {@link TypeHierarchy}, so no class is loaded.
 */
final class VerifyingInterpreter extends SimpleVerifier {
    private static final BasicValue OBJECT_ARRAY = new BasicValue(Type.getType("[Ljava/lang/Object;"));
    private static final BasicValue THROWABLE = new BasicValue(Type.getObjectType("java/lang/Throwable"));

    private final ClassNode current;
    private final TypeHierarchy types;
    private final boolean constructor;

    VerifyingInterpreter(ClassNode current, MethodNode method, TypeHierarchy types) {
        super(Opcodes.ASM9, Type.getObjectType(current.name), null, List.of(), false);
        this.current = current;
        this.types = types;
        constructor = method.name.equals("<init>") && !current.name.equals("java/lang/Object");
    }

    /** Whether the method starts with {@code this} uninitialised. */
    boolean isConstructor() {
        return constructor;
    }

    /**
     * A frame of the method with these local variables; those above are unusable.
     *
     * @throws AnalyzerException if the method has fewer
     */
    VerifierFrame newFrame(MethodNode method, List<BasicValue> locals) throws AnalyzerException {
        if (locals.size() > method.maxLocals) {
            throw new AnalyzerException(
                    null, locals.size() + " local variables where the method has " + method.maxLocals);
        }
        boolean thisUninitialized = locals.stream().anyMatch(v -> v instanceof UninitializedValue u && u.isThis());
        VerifierFrame frame = new VerifierFrame(method.maxLocals, method.maxStack, thisUninitialized);
        frame.setReturn(newReturnTypeValue(Type.getReturnType(method.desc)));
        for (int i = 0; i < method.maxLocals; i++) {
            frame.setLocal(i, i < locals.size() ? locals.get(i) : BasicValue.UNINITIALIZED_VALUE);
        }
        return frame;
    }

    @Override
    public BasicValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
        return constructor && isInstanceMethod && local == 0
                ? new UninitializedValue(type, null)
                : super.newParameterValue(isInstanceMethod, local, type);
    }

    @Override
    public BasicValue newOperation(AbstractInsnNode instruction) throws AnalyzerException {
        return instruction.getOpcode() == Opcodes.NEW
                ? new UninitializedValue(Type.getObjectType(((TypeInsnNode) instruction).desc), instruction)
                : super.newOperation(instruction);
    }

    @Override
    public BasicValue unaryOperation(AbstractInsnNode instruction, BasicValue value) throws AnalyzerException {
        switch (instruction.getOpcode()) {
            case Opcodes.CHECKCAST, Opcodes.INSTANCEOF, Opcodes.ARETURN ->
                require(instruction, !(value instanceof UninitializedValue), "an initialised object", value);
            case Opcodes.ATHROW ->
                require(instruction, isSubTypeOf(value, THROWABLE), "an initialised java.lang.Throwable", value);
            default -> {}
        }
        return super.unaryOperation(instruction, value);
    }

    @Override
    public BasicValue binaryOperation(AbstractInsnNode instruction, BasicValue value1, BasicValue value2)
            throws AnalyzerException {
        return switch (instruction.getOpcode()) {
            case Opcodes.PUTFIELD ->
                super.binaryOperation(instruction, fieldOwner((FieldInsnNode) instruction, value1), value2);
            case Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE -> {
                require(instruction, value1.isReference(), "a reference", value1);
                require(instruction, value2.isReference(), "a reference", value2);
                yield null;
            }
            default -> super.binaryOperation(instruction, value1, value2);
        };
    }

    @Override
    public BasicValue ternaryOperation(
            AbstractInsnNode instruction, BasicValue value1, BasicValue value2, BasicValue value3)
            throws AnalyzerException {
        if (instruction.getOpcode() == Opcodes.AASTORE) {
            require(instruction, isSubTypeOf(value1, OBJECT_ARRAY), "an array of references", value1);
        }
        return super.ternaryOperation(instruction, value1, value2, value3);
    }

    @Override
    public BasicValue naryOperation(AbstractInsnNode instruction, List<? extends BasicValue> values)
            throws AnalyzerException {
        if (instruction instanceof MethodInsnNode call && call.name.equals("<init>")) {
            require(call, call.getOpcode() == Opcodes.INVOKESPECIAL, "invokespecial for a constructor", null);
            List<BasicValue> initialized = new ArrayList<>(values);
            initialized.set(0, constructed(call, values.get(0)));
            return super.naryOperation(instruction, initialized);
        }
        return super.naryOperation(instruction, values);
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, BasicValue value, BasicValue expected)
            throws AnalyzerException {
        require(instruction, expected != null, "no value, as the method is void,", value);
        super.returnOperation(instruction, value, expected);
    }

    /** The object as it is after the constructor, if this constructor may be called on it. */
    private BasicValue constructed(MethodInsnNode call, BasicValue receiver) throws AnalyzerException {
        boolean fits = receiver instanceof UninitializedValue value
                && (value.isThis()
                        ? call.owner.equals(current.name) || call.owner.equals(current.superName)
                        : call.owner.equals(value.getType().getInternalName()));
        require(call, fits, "an uninitialised " + call.owner, receiver);
        return new BasicValue(Type.getObjectType(call.owner));
    }

    /** A constructor may assign the fields of its own class before it calls another constructor (JVMS 4.10.1.9, putfield). */
    private BasicValue fieldOwner(FieldInsnNode field, BasicValue object) {
        boolean early = object instanceof UninitializedValue value
                && value.isThis()
                && field.owner.equals(current.name)
                && current.fields.stream().anyMatch(f -> f.name.equals(field.name) && f.desc.equals(field.desc));
        return early ? newValue(object.getType()) : object;
    }

    /** Whether a value may flow to where a frame wants another; nothing is wanted of an unusable slot. */
    boolean fits(BasicValue value, BasicValue wanted) {
        if (wanted.equals(BasicValue.UNINITIALIZED_VALUE) || wanted.equals(value)) {
            return wanted instanceof UninitializedValue || !(value instanceof UninitializedValue);
        }
        boolean reference =
                value.isReference() && wanted.isReference() && !wanted.getType().equals(NULL_TYPE);
        return reference && !(wanted instanceof UninitializedValue) && isSubTypeOf(value, wanted);
    }

    @Override
    public BasicValue merge(BasicValue value1, BasicValue value2) {
        if (value1 instanceof UninitializedValue || value2 instanceof UninitializedValue) {
            return value1.equals(value2) && value2.equals(value1) ? value1 : BasicValue.UNINITIALIZED_VALUE;
        }
        return super.merge(value1, value2);
    }

    @Override
    protected boolean isSubTypeOf(BasicValue value, BasicValue expected) {
        Type type = value.getType();
        Type wanted = expected.getType();
        if (type == null || wanted == null || value instanceof UninitializedValue) {
            return false;
        }
        if (wanted.getSort() < Type.ARRAY || type.getSort() < Type.ARRAY) {
            return wanted.equals(type);
        }
        return type.equals(NULL_TYPE) || types.isAssignable(wanted, type);
    }

    @Override
    protected boolean isInterface(Type type) {
        return types.isInterface(type);
    }

    @Override
    protected Type getSuperClass(Type type) {
        return types.superClass(type);
    }

    @Override
    protected boolean isAssignableFrom(Type type1, Type type2) {
        return types.isAssignable(type1, type2);
    }

    @Override
    protected Class<?> getClass(Type type) {
        throw new IllegalStateException("a verifier must not load " + type);
    }

    private static void require(AbstractInsnNode instruction, boolean condition, String expected, BasicValue found)
            throws AnalyzerException {
        if (!condition) {
            throw new AnalyzerException(instruction, "expected " + expected + " but found " + found);
        }
    }
}
