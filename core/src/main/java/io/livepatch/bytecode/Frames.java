package io.livepatch.bytecode;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;

/** Stack map frames (JVMS 4.7.4) in the form that names every local: one entry for each value, {@code long} and {@code double} included. */
public final class Frames {
    private Frames() {}

    /** The types of the locals when a static method is entered. */
    public static List<Object> ofArguments(String descriptor) {
        List<Object> locals = new ArrayList<>();
        for (Type each : Type.getArgumentTypes(descriptor)) {
            locals.add(type(each));
        }
        return locals;
    }

    public static FrameNode of(List<Object> locals, Object... stack) {
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.length, stack);
    }

    /** How a value of a type stands in a frame. */
    public static Object type(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.LONG -> Opcodes.LONG;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            default -> type.getInternalName();
        };
    }

    /** How many slots an entry takes. */
    public static int size(Object type) {
        return type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
    }

    /** How many slots the entries take. */
    public static int size(List<Object> locals) {
        return locals.stream().mapToInt(Frames::size).sum();
    }

    /** Adds entries without a value until so many slots are taken. */
    public static void pad(List<Object> locals, int slots) {
        for (int used = size(locals); used < slots; used++) {
            locals.add(Opcodes.TOP);
        }
    }
}
