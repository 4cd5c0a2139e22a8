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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The methods of the JDK's serialization that say whether a class has a method of its own for it, and call that one, made to know those that a patch
 * adds. Where the class that is described has one, its companion is asked for the method each time, by reflection; a companion that
 * is not in the loader of the class means that the patch is not in force there.
 */
public final class SerializationMethods {
    /** The methods within which serialization decides on one object, by class: what it asks there must be answered by one side. */
    public static final Map<String, MethodId> WHOLE = Map.of(
            "java.io.ObjectInputStream", new MethodId("readOrdinaryObject", "(Z)Ljava/lang/Object;"),
            "java.io.ObjectOutputStream", new MethodId("writeObject0", "(Ljava/lang/Object;Z)V"));

    private static final String CLASS = "java.io.ObjectStreamClass";
    private static final String OWNER = CLASS.replace('.', '/');
    private static final String WRITING = "writeObject";

    private SerializationMethods() {}

    /** The methods that ask for, and call, hooks of some names, by class. */
    public static Map<String, Set<MethodId>> of(Collection<SerializationHook> hooks) {
        Map<String, Set<MethodId>> methods = new TreeMap<>();
        edits(hooks).forEach((name, edits) -> methods.put(name, edits.keySet()));
        return methods;
    }

    private static MethodId asking(String hook) {
        return new MethodId("has" + capital(hook) + "Method", "()Z");
    }

    private static MethodId calling(String hook) {
        String result = HookLookup.REPLACING.contains(hook) ? "Ljava/lang/Object;" : "V";
        String stream = HookLookup.STREAMS.containsKey(hook) ? "L" + HookLookup.STREAMS.get(hook) + ";" : "";
        return new MethodId("invoke" + capital(hook), "(Ljava/lang/Object;" + stream + ")" + result);
    }

    private static String capital(String hook) {
        return hook.substring(0, 1).toUpperCase(Locale.ROOT) + hook.substring(1);
    }

    /**
     * Makes them know hooks.
     *
     * @param classFiles those of the classes concerned, by their names, as they come to us
     * @param hooks at least one
     * @throws WeavingException if this JDK has them in another form
     */
    public static Map<String, JdkMethods> knowing(Map<String, byte[]> classFiles, Collection<SerializationHook> hooks)
            throws WeavingException {
        Map<String, JdkMethods> methods = new HashMap<>();
        for (Map.Entry<String, Map<MethodId, Edit>> each : edits(hooks).entrySet()) {
            methods.put(each.getKey(), new JdkMethods(each.getKey(), classFiles.get(each.getKey()), each.getValue()));
        }
        return methods;
    }

    private static Map<String, Map<MethodId, Edit>> edits(Collection<SerializationHook> hooks) {
        Map<String, List<SerializationHook>> byName =
                hooks.stream().collect(Collectors.groupingBy(SerializationHook::method));
        Map<String, Map<MethodId, Edit>> edits = new HashMap<>();
        Map<MethodId, Edit> ofDescriptors = new HashMap<>();
        byName.forEach((name, same) -> {
            ofDescriptors.put(asking(name), method -> ask(method, same));
            ofDescriptors.put(calling(name), method -> call(method, same));
        });
        edits.put(CLASS, ofDescriptors);
        if (byName.containsKey(WRITING)) {
            ofDescriptors.putAll(WriteMethodFlag.EDITS);
            edits.put("java.io.ObjectOutputStream", DescriptorHandles.edits(byName.get(WRITING)));
        }
        return edits;
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
            throw unknown(OWNER, method);
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
            throw unknown(OWNER, method);
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
            throw unknown(OWNER, method);
        }
        return reads;
    }

    static WeavingException unknown(String owner, MethodNode method) {
        return new WeavingException("the method " + owner.replace('/', '.') + "." + method.name + method.desc
                + " of this JDK is of a form that is not known here");
    }
}
