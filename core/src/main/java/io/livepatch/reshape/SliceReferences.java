package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What code of a class that was copied into another one refers to: the copies there are, else the members of its old class, whose private ones
 * it may use as a member of the same nest.
 */
final class SliceReferences {
    private final String owner;
    private final boolean isInterface;
    private final String slice;
    private final Set<String> fields;
    private final Set<MethodId> methods;

    /**
     * References to copies of these members.
     *
     * @param slice internal name of the class with the copies
     */
    SliceReferences(ClassNode owner, String slice, Set<String> fields, Set<MethodId> methods) {
        this.owner = owner.name;
        this.isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
        this.slice = slice;
        this.fields = fields;
        this.methods = methods;
    }

    /** The methods of the class itself that a body calls. */
    static Set<MethodId> called(String owner, MethodNode body) {
        Set<MethodId> called = new LinkedHashSet<>();
        for (AbstractInsnNode each : body.instructions) {
            if (each instanceof MethodInsnNode call && call.owner.equals(owner)) {
                called.add(new MethodId(call.name, call.desc));
            }
        }
        return called;
    }

    /** The methods of the class itself that a body makes lambdas and method references of. */
    static Set<MethodId> handled(String owner, MethodNode body) {
        Set<MethodId> handled = new LinkedHashSet<>();
        for (AbstractInsnNode each : body.instructions) {
            if (each instanceof InvokeDynamicInsnNode dynamic) {
                for (Object argument : dynamic.bsmArgs) {
                    if (argument instanceof Handle handle
                            && handle.getOwner().equals(owner)
                            && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
                        handled.add(new MethodId(handle.getName(), handle.getDesc()));
                    }
                }
            }
        }
        return handled;
    }

    /** All methods of a class that a body of it calls or makes lambdas of, and what these do. */
    static Map<MethodId, MethodNode> reached(ClassNode owner, MethodNode body) {
        Map<MethodId, MethodNode> reached = new LinkedHashMap<>();
        Deque<MethodNode> open = new ArrayDeque<>(List.of(body));
        for (MethodNode next = open.poll(); next != null; next = open.poll()) {
            Set<MethodId> found = called(owner.name, next);
            found.addAll(handled(owner.name, next));
            for (MethodId each : found) {
                MethodNode callee = ClassFiles.method(owner, each).orElse(null);
                if (callee != null && reached.putIfAbsent(each, callee) == null) {
                    open.add(callee);
                }
            }
        }
        return reached;
    }

    void redirect(MethodNode body) {
        for (AbstractInsnNode each : body.instructions) {
            if (each instanceof FieldInsnNode access && access.owner.equals(owner) && fields.contains(access.name)) {
                boolean isStatic = access.getOpcode() == Opcodes.GETSTATIC || access.getOpcode() == Opcodes.PUTSTATIC;
                access.owner = isStatic ? slice : owner;
            } else if (each instanceof MethodInsnNode call && call.owner.equals(owner)) {
                redirect(call);
            }
        }
    }

    private void redirect(MethodInsnNode call) {
        if (call.getOpcode() == Opcodes.INVOKESTATIC) {
            if (isCopied(call.name, call.desc)) {
                call.owner = slice;
                call.itf = false;
            }
        } else if (call.getOpcode() == Opcodes.INVOKESPECIAL && !call.name.equals("<init>")) {
            // how older compilers call a private method of the same class
            call.setOpcode(isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL);
        }
    }

    private boolean isCopied(String name, String descriptor) {
        return methods.contains(new MethodId(name, descriptor));
    }
}
