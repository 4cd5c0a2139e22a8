package io.livepatch.reshape;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The types that code asks objects for at run time: by {@code instanceof}, casts, {@code catch}, and {@code switch} over types. */
final class AskedTypes {
    private AskedTypes() {}

    /** Their internal names, in a set of its own. */
    static Set<String> of(MethodNode method) {
        Set<String> names = new HashSet<>();
        for (AbstractInsnNode each : method.instructions) {
            if (each.getOpcode() == Opcodes.INSTANCEOF || each.getOpcode() == Opcodes.CHECKCAST) {
                add(Type.getObjectType(((TypeInsnNode) each).desc), names);
            } else if (each instanceof InvokeDynamicInsnNode dynamic) {
                for (Object argument : dynamic.bsmArgs) {
                    if (argument instanceof Type type) {
                        add(type, names);
                    }
                }
            }
        }
        for (TryCatchBlockNode each : method.tryCatchBlocks) {
            if (each.type != null) {
                names.add(each.type);
            }
        }
        return names;
    }

    private static void add(Type type, Set<String> names) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) {
            names.add(element.getInternalName());
        }
    }
}
