package io.livepatch.reshape;

import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What NEW's constructors would have given an object that exists already, for an added field. It is known if all constructors that OLD has
 * too agree on an expression that depends on nothing but the object.
 *
 * @param expression a body that has the object in local 0 and returns the value; empty for the default value
 * @param isUnknown whether constructors set the field, but not to such an expression
 */
record InitialValue(Optional<MethodNode> expression, boolean isUnknown) {
    private static final InitialValue DEFAULT = new InitialValue(Optional.empty(), false);
    private static final InitialValue UNKNOWN = new InitialValue(Optional.empty(), true);

    static InitialValue of(TwoVersions versions, Declared<FieldNode> field) {
        InlinedConstructor inlined = new InlinedConstructor(versions, field.owner());
        List<InitialValue> values = new ArrayList<>();
        for (MethodNode each : field.owner().methods) {
            boolean known = each.name.equals("<init>")
                    && versions.existing(new Declared<>(field.owner(), each)).isPresent();
            if (known) {
                inlined.of(each)
                        .filter(body -> !chains(field.ownerName(), body)
                                || !stores(body, field).isEmpty())
                        .ifPresent(body -> values.add(in(versions, body, field).orEarlier(versions, field, each)));
            }
        }
        if (values.isEmpty() && isSet(field)) {
            return UNKNOWN;
        }
        Set<String> different = values.stream().map(each -> each.content(field)).collect(Collectors.toSet());
        return values.isEmpty() ? DEFAULT : different.size() == 1 ? values.get(0) : UNKNOWN;
    }

    /** The value of the field of OLD that the constructor stores the same in, if there is one and nothing else is known. */
    private InitialValue orEarlier(TwoVersions versions, Declared<FieldNode> field, MethodNode constructor) {
        Optional<String> earlier =
                isUnknown ? RenamedFields.earlierName(versions, field, constructor) : Optional.empty();
        return earlier.map(name -> {
                    MethodNode body = body(field);
                    body.visitVarInsn(Opcodes.ALOAD, 0);
                    body.visitFieldInsn(Opcodes.GETFIELD, field.ownerName(), name, field.member().desc);
                    body.visitInsn(Type.getType(field.member().desc).getOpcode(Opcodes.IRETURN));
                    return new InitialValue(Optional.of(body), false);
                })
                .orElse(this);
    }

    private static MethodNode body(Declared<FieldNode> field) {
        return new MethodNode(
                Opcodes.ASM9,
                Opcodes.ACC_STATIC,
                "value",
                "(" + Type.getObjectType(field.ownerName()).getDescriptor() + ")" + field.member().desc,
                null,
                null);
    }

    /** Whether objects of OLD were all made by constructors that NEW does not have, and those of NEW never leave the default value. */
    static boolean isNeverDefault(TwoVersions versions, Declared<FieldNode> field) {
        return field.owner().methods.stream()
                .filter(each -> each.name.equals("<init>"))
                .noneMatch(each ->
                        versions.existing(new Declared<>(field.owner(), each)).isPresent()
                                || (!chains(field.ownerName(), each)
                                        && stores(each, field).isEmpty()));
    }

    /** Whether any constructor of NEW sets the field. */
    private static boolean isSet(Declared<FieldNode> field) {
        return field.owner().methods.stream()
                .filter(each -> each.name.equals("<init>"))
                .anyMatch(each -> !stores(each, field).isEmpty());
    }

    /** Whether another constructor of the class does it. */
    private static boolean chains(String owner, MethodNode constructor) {
        return Constructors.initialization(constructor)
                .filter(call -> call.owner.equals(owner))
                .isPresent();
    }

    private String content(Declared<FieldNode> field) {
        return isUnknown
                + expression
                        .map(body -> new Fingerprints(field.owner())
                                .of(body, LambdaReferences.BY_CONTENT)
                                .sha256())
                        .orElse("");
    }

    private static InitialValue in(TwoVersions versions, MethodNode constructor, Declared<FieldNode> field) {
        List<FieldInsnNode> stores = stores(constructor, field);
        if (stores.isEmpty()) {
            return DEFAULT;
        }
        return stores.size() > 1 ? UNKNOWN : stored(versions, constructor, field, stores.get(0));
    }

    private static List<FieldInsnNode> stores(MethodNode constructor, Declared<FieldNode> field) {
        List<FieldInsnNode> stores = new ArrayList<>();
        for (AbstractInsnNode each : constructor.instructions) {
            if (each instanceof FieldInsnNode access
                    && access.getOpcode() == Opcodes.PUTFIELD
                    && access.owner.equals(field.ownerName())
                    && access.name.equals(field.member().name)) {
                stores.add(access);
            }
        }
        return stores;
    }

    /** The value that a statement {@code this.field = expression} stores. */
    private static InitialValue stored(
            TwoVersions versions, MethodNode constructor, Declared<FieldNode> field, FieldInsnNode store) {
        Optional<Origins> origins = Origins.of(field.ownerName(), constructor);
        Optional<StoreStatement> found =
                origins.flatMap(each -> StoreStatement.of(field.ownerName(), constructor, each, store));
        if (found.isEmpty()) {
            return UNKNOWN;
        }
        StoreStatement statement = found.get();
        MethodNode body = body(field);
        Statements.append(constructor, List.of(statement.expression()), body);
        withoutTargets(field.ownerName(), body, statement.targets());
        KeptParameters kept = new KeptParameters(versions, field.owner(), constructor);
        boolean isKnown = replaceParameters(origins.get(), statement.first(), body, kept)
                && !UseInValue.is(versions, field, body);
        return isKnown ? new InitialValue(Optional.of(body), false) : UNKNOWN;
    }

    /** Has frames within the expression know the object in local 0, and no more below their operands, where the constructor had it to store into. */
    private static void withoutTargets(String owner, MethodNode body, int targets) {
        for (AbstractInsnNode each : body.instructions) {
            if (each instanceof FrameNode frame) {
                List<Object> locals = new ArrayList<>(frame.local);
                locals.subList(0, Math.min(1, locals.size())).clear();
                locals.add(0, owner);
                frame.local = locals;
                frame.stack = frame.stack.subList(targets, frame.stack.size());
            }
        }
    }

    /**
     * Puts constants in the place of locals that hold them, and final fields in the place of parameters that they keep; false if a local holds
     * something else.
     */
    private static boolean replaceParameters(
            Origins origins, AbstractInsnNode at, MethodNode body, KeptParameters kept) {
        Set<Integer> own = new HashSet<>();
        for (AbstractInsnNode each : body.instructions.toArray()) {
            if (!(each instanceof VarInsnNode local) || local.var == 0) {
                continue;
            }
            if (local.getOpcode() >= Opcodes.ISTORE) {
                own.add(local.var);
            } else if (!own.contains(local.var)) {
                Optional<AbstractInsnNode> constant =
                        origins.madeLocal(at, local.var).filter(InitialValue::isConstant);
                if (constant.isPresent()) {
                    body.instructions.set(local, constant.get().clone(Map.of()));
                } else if (!kept.replace(body, local)) {
                    return false;
                }
            }
        }
        body.instructions.add(new InsnNode(Type.getReturnType(body.desc).getOpcode(Opcodes.IRETURN)));
        return true;
    }

    private static boolean isConstant(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        return (opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.LDC) || opcode == Opcodes.GETSTATIC;
    }
}
