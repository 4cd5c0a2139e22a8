package io.livepatch.weave;

import io.livepatch.model.MethodId;
import io.livepatch.model.SerializationHook;
import io.livepatch.weave.JdkMethods.Edit;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The handles by which a stream refers to the description of a class that it has written. A stream that is used before and after a transition has
 * said that the class has no {@code writeObject}; who then reads what that method wrote goes astray. So where a class of the lineage has one by a patch, its handle
 * is kept under another key than the descriptor, one for each set of hooks, and both sides write the description that is true for them.
 */
final class DescriptorHandles {
    private static final String STREAM = "java/io/ObjectOutputStream";
    private static final String DESCRIPTOR = "java/io/ObjectStreamClass";
    private static final String HANDLES = STREAM + "$HandleTable";
    private static final String REPLACED = STREAM + "$ReplaceTable";
    private static final String MAP = "java/util/Map";
    private static final String KEYS = "java/util/IdentityHashMap";
    private static final String OBJECT = "java/lang/Object";
    private static final String ARGUMENTS = "(L" + DESCRIPTOR + ";Z)V";

    private final MethodNode method;
    /** Under this the stream keeps the keys for its descriptors, in the table that it empties together with the handles. */
    private final String place;

    private final int key;
    private final int each;
    private final int keys;

    private DescriptorHandles(MethodNode method, String place) {
        this.method = method;
        this.place = place;
        key = method.maxLocals;
        each = key + 1;
        keys = key + 2;
        method.maxLocals += 3;
    }

    /** The methods that look a handle up and assign it. */
    static Map<MethodId, Edit> edits(Collection<SerializationHook> hooks) {
        String place = hooks.stream()
                .map(SerializationHook::companion)
                .sorted()
                .collect(Collectors.joining(" ", "livepatch ", ""));
        return Map.of(
                new MethodId("writeClassDesc", ARGUMENTS),
                method -> new DescriptorHandles(method, place).edit("lookup"),
                new MethodId("writeNonProxyDesc", ARGUMENTS),
                method -> new DescriptorHandles(method, place).edit("assign"));
    }

    private void edit(String operation) throws WeavingException {
        MethodInsnNode found = null;
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof MethodInsnNode call
                    && call.owner.equals(HANDLES)
                    && call.name.equals(operation)
                    && call.desc.equals("(L" + OBJECT + ";)I")) {
                if (found != null) {
                    throw SerializationMethods.unknown(STREAM, method);
                }
                found = call;
            }
        }
        if (found == null) {
            throw SerializationMethods.unknown(STREAM, method);
        }
        method.instructions.insertBefore(found, code(FrameAt.before(found, STREAM, method)));
    }

    /** Takes a descriptor or null from the stack, on which the table lies below, and leaves the key. */
    private InsnList code(FrameAt frame) {
        InsnList code = new InsnList();
        LabelNode next = new LabelNode();
        LabelNode hooked = new LabelNode();
        LabelNode ready = new LabelNode();
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, DESCRIPTOR));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new VarInsnNode(Opcodes.ASTORE, key));
        code.add(new VarInsnNode(Opcodes.ASTORE, each));
        code.add(next);
        code.add(frame.with(key, DESCRIPTOR, DESCRIPTOR).node(HANDLES));
        code.add(new VarInsnNode(Opcodes.ALOAD, each));
        code.add(new JumpInsnNode(Opcodes.IFNULL, ready));
        code.add(ask("hasWriteObjectMethod", "()Z"));
        code.add(ask("hasWriteObjectData", "()Z"));
        code.add(new JumpInsnNode(Opcodes.IF_ICMPNE, hooked));
        code.add(ask("getSuperDesc", "()L" + DESCRIPTOR + ";"));
        code.add(new VarInsnNode(Opcodes.ASTORE, each));
        code.add(new JumpInsnNode(Opcodes.GOTO, next));
        code.add(hooked);
        code.add(frame.with(key, DESCRIPTOR, DESCRIPTOR).node(HANDLES));
        keyOfItsOwn(code, frame);
        code.add(ready);
        code.add(frame.with(key, OBJECT).node(HANDLES));
        code.add(new VarInsnNode(Opcodes.ALOAD, key));
        return code;
    }

    private InsnList ask(String question, String type) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, each));
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, DESCRIPTOR, question, type, false));
        return code;
    }

    private void keyOfItsOwn(InsnList code, FrameAt frame) {
        LabelNode known = new LabelNode();
        table(code);
        code.add(new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL, REPLACED, "lookup", "(L" + OBJECT + ";)L" + OBJECT + ";", false));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new VarInsnNode(Opcodes.ASTORE, keys));
        code.add(new LdcInsnNode(place));
        code.add(new JumpInsnNode(Opcodes.IF_ACMPNE, known));
        create(code, KEYS);
        code.add(new VarInsnNode(Opcodes.ASTORE, keys));
        table(code);
        code.add(new VarInsnNode(Opcodes.ALOAD, keys));
        code.add(new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL, REPLACED, "assign", "(L" + OBJECT + ";L" + OBJECT + ";)V", false));
        code.add(known);
        code.add(frame.with(key, DESCRIPTOR, DESCRIPTOR, OBJECT).node(HANDLES));
        of(code);
        create(code, OBJECT);
        code.add(new MethodInsnNode(
                Opcodes.INVOKEINTERFACE,
                MAP,
                "putIfAbsent",
                "(L" + OBJECT + ";L" + OBJECT + ";)L" + OBJECT + ";",
                true));
        code.add(new InsnNode(Opcodes.POP));
        of(code);
        code.add(new MethodInsnNode(Opcodes.INVOKEINTERFACE, MAP, "get", "(L" + OBJECT + ";)L" + OBJECT + ";", true));
        code.add(new VarInsnNode(Opcodes.ASTORE, key));
    }

    private void table(InsnList code) {
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new FieldInsnNode(Opcodes.GETFIELD, STREAM, "subs", "L" + REPLACED + ";"));
        code.add(new LdcInsnNode(place));
    }

    private void of(InsnList code) {
        code.add(new VarInsnNode(Opcodes.ALOAD, keys));
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, MAP));
        code.add(new VarInsnNode(Opcodes.ALOAD, key));
    }

    private static void create(InsnList code, String type) {
        code.add(new TypeInsnNode(Opcodes.NEW, type));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, type, "<init>", "()V", false));
    }
}
