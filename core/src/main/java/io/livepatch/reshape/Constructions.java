package io.livepatch.reshape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Which {@code new} belongs to which call of a constructor. Compilers nest them: the arguments of a constructor are evaluated between
 * the two, so the call that comes next in the code belongs to the latest {@code new} of that class that has none yet.
 */
final class Constructions {
    private final MethodNode method;
    private final Map<MethodInsnNode, TypeInsnNode> news = new HashMap<>();

    Constructions(MethodNode method) {
        this.method = method;
        Deque<TypeInsnNode> open = new ArrayDeque<>();
        for (AbstractInsnNode each : method.instructions) {
            if (each.getOpcode() == Opcodes.NEW) {
                open.push((TypeInsnNode) each);
            } else if (each instanceof MethodInsnNode call && call.name.equals("<init>")) {
                TypeInsnNode latest = open.peek();
                if (latest != null && latest.desc.equals(call.owner)) {
                    news.put(call, open.pop());
                }
            }
        }
    }

    /** Whether the call initialises a new object, and not the one that the constructor around it was called on. */
    boolean isOfNewObject(MethodInsnNode call) {
        return news.containsKey(call);
    }

    /**
     * Has a static method make the object. It gets a null where the new object was.
     *
     * @return false if the code is not of the form that compilers write; nothing has changed then
     */
    boolean replace(MethodInsnNode call, MethodInsnNode factory) {
        TypeInsnNode creation = news.get(call);
        AbstractInsnNode next = nextReal(creation);
        boolean used = next.getOpcode() == Opcodes.DUP;
        if (!used && next.getOpcode() >= Opcodes.POP && next.getOpcode() <= Opcodes.SWAP) {
            return false;
        }
        forgetUninitialized(creation);
        method.instructions.set(creation, new InsnNode(Opcodes.ACONST_NULL));
        method.instructions.insert(call, factory);
        method.instructions.remove(call);
        if (used) {
            method.instructions.insert(factory, new InsnNode(Opcodes.POP));
            method.instructions.insert(factory, new InsnNode(Opcodes.SWAP));
        } else {
            method.instructions.insert(factory, new InsnNode(Opcodes.POP));
        }
        return true;
    }

    private static AbstractInsnNode nextReal(AbstractInsnNode from) {
        AbstractInsnNode next = from.getNext();
        while (next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }

    /** In frames between the two, the object that is not initialised yet is a null now. */
    private void forgetUninitialized(TypeInsnNode creation) {
        List<LabelNode> labels = new ArrayList<>();
        for (AbstractInsnNode each = creation.getPrevious();
                each != null && each.getOpcode() < 0;
                each = each.getPrevious()) {
            if (each instanceof LabelNode label) {
                labels.add(label);
            }
        }
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof FrameNode frame) {
                replace(frame.local, labels, creation.desc);
                replace(frame.stack, labels, creation.desc);
            }
        }
    }

    private static void replace(List<Object> types, List<LabelNode> labels, String type) {
        if (types != null) {
            types.replaceAll(each -> labels.contains(each) ? type : each);
        }
    }
}
