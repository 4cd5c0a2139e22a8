package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Parameters of a constructor that OLD keeps, as they came, in a final field which NEW does not use otherwise: from an object that exists
 * already they can be had again.
 */
final class KeptParameters {
    private final ClassNode owner;
    private final Map<Integer, FieldInsnNode> byLocal = new HashMap<>();

    /**
     * Looks for them.
     *
     * @param constructor one of NEW
     */
    KeptParameters(TwoVersions versions, ClassNode owner, MethodNode constructor) {
        this.owner = owner;
        ClassNode before = versions.before(owner.name);
        Optional<MethodNode> old = ClassFiles.method(before, ClassFiles.id(constructor));
        old.ifPresent(each -> kept(before, each).forEach((local, field) -> {
            FieldInsnNode now = kept(owner, constructor).get(local);
            boolean isSame = now != null && now.name.equals(field.name) && now.desc.equals(field.desc);
            // a field that NEW does not have stays in objects that exist, and only these are asked
            if (isSame || TwoVersions.field(owner, field.name, field.desc).isEmpty()) {
                byLocal.put(local, field);
            }
        }));
    }

    String owner() {
        return owner.name;
    }

    /** Reads the field in the place of the parameter, from the object in local 0; false if no field keeps it. */
    boolean replace(MethodNode body, VarInsnNode parameter) {
        FieldInsnNode field = byLocal.get(parameter.var);
        if (field != null) {
            body.instructions.insert(
                    parameter, new FieldInsnNode(Opcodes.GETFIELD, field.owner, field.name, field.desc));
            body.instructions.set(parameter, new VarInsnNode(Opcodes.ALOAD, 0));
        }
        return field != null;
    }

    /** Statements {@code this.field = parameter}, where neither is ever set again. */
    private static Map<Integer, FieldInsnNode> kept(ClassNode owner, MethodNode constructor) {
        Map<Integer, FieldInsnNode> kept = new HashMap<>();
        for (AbstractInsnNode each : constructor.instructions) {
            if (each instanceof FieldInsnNode store
                    && store.getOpcode() == Opcodes.PUTFIELD
                    && isFinal(owner, store)
                    && store.getPrevious() instanceof VarInsnNode value
                    && value.getPrevious() instanceof VarInsnNode object
                    && object.var == 0) {
                kept.put(value.var, store);
            }
        }
        for (AbstractInsnNode each : constructor.instructions) {
            if (each instanceof VarInsnNode local && local.getOpcode() >= Opcodes.ISTORE) {
                kept.remove(local.var);
            } else if (each instanceof IincInsnNode increment) {
                kept.remove(increment.var);
            }
        }
        return kept;
    }

    private static boolean isFinal(ClassNode owner, FieldInsnNode store) {
        return store.owner.equals(owner.name)
                && TwoVersions.field(owner, store.name, store.desc)
                        .filter(field -> (field.access & Opcodes.ACC_FINAL) != 0)
                        .isPresent();
    }
}
