package io.livepatch.weave;

import io.livepatch.model.MethodId;
import io.livepatch.model.SerializationHook;
import io.livepatch.weave.JdkMethods.Edit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The methods of {@code java.io.ObjectStreamClass} that say whether a class has a method of its own for serialization, and call it, made to know
 * those that a patch adds. Where the class that is described has one, its companion is asked for the method each time, by reflection; a
 * companion that is not in the loader of the class means that the patch is not in force there.
 */
public final class SerializationMethods {
    /** The class that has them. */
    public static final String CLASS = "java.io.ObjectStreamClass";

    /** The methods within which serialization decides on one object, by class: what it asks there must be answered by one side. */
    public static final Map<String, MethodId> WHOLE = Map.of(
            "java.io.ObjectInputStream", new MethodId("readOrdinaryObject", "(Z)Ljava/lang/Object;"),
            "java.io.ObjectOutputStream", new MethodId("writeObject0", "(Ljava/lang/Object;Z)V"));

    private static final String OWNER = CLASS.replace('.', '/');
    private static final String STREAM = "Ljava/io/ObjectInputStream;";

    private SerializationMethods() {}

    /** The methods that ask for, and call, hooks of some names. */
    public static Set<MethodId> of(Collection<SerializationHook> hooks) {
        Set<MethodId> methods = new TreeSet<>();
        for (SerializationHook each : hooks) {
            methods.add(asking(each.method()));
            methods.add(calling(each.method()));
        }
        return methods;
    }

    private static MethodId asking(String hook) {
        return new MethodId("has" + capital(hook) + "Method", "()Z");
    }

    private static MethodId calling(String hook) {
        String descriptor = hook.equals("readObject")
                ? "(Ljava/lang/Object;" + STREAM + ")V"
                : "(Ljava/lang/Object;)" + returned(hook).getDescriptor();
        return new MethodId("invoke" + capital(hook), descriptor);
    }

    private static String capital(String hook) {
        return hook.substring(0, 1).toUpperCase(Locale.ROOT) + hook.substring(1);
    }

    private static Type returned(String hook) {
        return hook.startsWith("readObject") ? Type.VOID_TYPE : Type.getType(Object.class);
    }

    /**
     * Makes them know hooks.
     *
     * @param classFile that of {@code java.io.ObjectStreamClass} as it comes to us
     * @param hooks at least one
     * @throws WeavingException if this JDK has them in another form
     */
    public static JdkMethods knowing(byte[] classFile, Collection<SerializationHook> hooks) throws WeavingException {
        Map<MethodId, Edit> edits = new HashMap<>();
        for (SerializationHook each : hooks) {
            List<SerializationHook> same = hooks.stream()
                    .filter(other -> other.method().equals(each.method()))
                    .toList();
            edits.put(asking(each.method()), method -> ask(method, same));
            edits.put(calling(each.method()), method -> call(method, same));
        }
        return new JdkMethods(CLASS, classFile, edits);
    }

    /** {@code return field != null}, with another field. */
    private static void ask(MethodNode method, List<SerializationHook> hooks) throws WeavingException {
        FieldInsnNode read = reads(method, hooks.get(0).method()).get(0);
        replace(method, read, new HookLookup(OWNER, method, hooks));
    }

    /** {@code if (field != null) { try { return field.invoke(object, arguments); } ... }}, with another field and a static method. */
    private static void call(MethodNode method, List<SerializationHook> hooks) throws WeavingException {
        List<FieldInsnNode> reads = reads(method, hooks.get(0).method());
        MethodInsnNode invoke = null;
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof MethodInsnNode call
                    && call.owner.equals("java/lang/reflect/Method")
                    && call.name.equals("invoke")) {
                invoke = call;
            }
        }
        if (reads.size() != 2 || invoke == null) {
            throw unknown(method);
        }
        HookLookup lookup = new HookLookup(OWNER, method, hooks);
        method.instructions.insert(reads.get(1), lookup.readAgain());
        method.instructions.remove(reads.get(1));
        method.instructions.insertBefore(invoke, lookup.arguments());
        replace(method, reads.get(0), lookup);
    }

    private static void replace(MethodNode method, FieldInsnNode read, HookLookup lookup) throws WeavingException {
        AbstractInsnNode before = read.getPrevious();
        if (before.getOpcode() != Opcodes.ALOAD) {
            throw unknown(method);
        }
        method.instructions.insert(read, lookup.code());
        method.tryCatchBlocks.addAll(0, lookup.handlers());
    }

    private static List<FieldInsnNode> reads(MethodNode method, String hook) throws WeavingException {
        List<FieldInsnNode> reads = new ArrayList<>();
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof FieldInsnNode field
                    && field.getOpcode() == Opcodes.GETFIELD
                    && field.name.equals(hook + "Method")) {
                reads.add(field);
            }
        }
        if (reads.isEmpty()) {
            throw unknown(method);
        }
        return reads;
    }

    private static WeavingException unknown(MethodNode method) {
        return new WeavingException("the method " + CLASS + "." + method.name + method.desc
                + " of this JDK is of a form that is not known here");
    }
}
