package io.livepatch.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The statements at the start of a constructor that put the object around it and captured variables into synthetic fields. Nobody sees the object
 * before the last of them, so their order, which differs between compilers, cannot matter.
 */
final class CapturedValues {
    private CapturedValues() {}

    private record Store(AbstractInsnNode object, AbstractInsnNode value, FieldInsnNode field) {
        String name() {
            return field.name;
        }
    }

    /** Puts them into the order of the names of their fields. */
    static void sort(ClassNode owner, MethodNode constructor) {
        if (!constructor.name.equals("<init>")) {
            return;
        }
        List<Store> stores = new ArrayList<>();
        AbstractInsnNode at = code(constructor.instructions.getFirst());
        for (Store store = store(owner, at); store != null; store = store(owner, at)) {
            stores.add(store);
            at = code(store.field().getNext());
        }
        stores.sort(Comparator.comparing(Store::name));
        for (Store each : stores) {
            for (AbstractInsnNode part : List.of(each.object(), each.value(), each.field())) {
                constructor.instructions.remove(part);
                constructor.instructions.insertBefore(at, part);
            }
        }
    }

    /** The statement that begins with an instruction, or null if that is none of them. */
    private static Store store(ClassNode owner, AbstractInsnNode object) {
        AbstractInsnNode value = object == null ? null : code(object.getNext());
        AbstractInsnNode last = value == null ? null : code(value.getNext());
        return object instanceof VarInsnNode self
                        && self.getOpcode() == Opcodes.ALOAD
                        && self.var == 0
                        && value instanceof VarInsnNode
                        && last instanceof FieldInsnNode field
                        && field.getOpcode() == Opcodes.PUTFIELD
                        && isSynthetic(owner, field)
                ? new Store(object, value, field)
                : null;
    }

    private static boolean isSynthetic(ClassNode owner, FieldInsnNode store) {
        return store.owner.equals(owner.name)
                && owner.fields.stream()
                        .anyMatch(each -> each.name.equals(store.name) && (each.access & Opcodes.ACC_SYNTHETIC) != 0);
    }

    /** The first instruction from here on that is executed. */
    private static AbstractInsnNode code(AbstractInsnNode from) {
        AbstractInsnNode at = from;
        while (at != null && at.getOpcode() < 0) {
            at = at.getNext();
        }
        return at;
    }
}
