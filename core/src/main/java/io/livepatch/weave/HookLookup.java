package io.livepatch.weave;

import io.livepatch.model.SerializationHook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Code in a method of a descriptor of a class that finds the method of a companion in the place of one that the class has. It goes by name: another class of that
 * name, in whose loader the companion is not, keeps what it has. The method found is kept in the local after the parameters.
 */
final class HookLookup {
    /** What is given to a method beside the object. */
    static final Map<String, String> STREAMS =
            Map.of("readObject", "java/io/ObjectInputStream", "writeObject", "java/io/ObjectOutputStream");

    /** Those that all serializable classes may have; the others are not looked for in externalizable ones. */
    static final Set<String> REPLACING = Set.of("readResolve", "writeReplace");

    private static final String CLASS = "java/lang/Class";
    private static final String METHOD = "java/lang/reflect/Method";
    private static final String FAILURE = "java/lang/ReflectiveOperationException";

    private final String owner;
    private final MethodNode method;
    private final List<SerializationHook> hooks;
    private final int local;
    private final List<Object> locals = new ArrayList<>();
    private final List<TryCatchBlockNode> handlers = new ArrayList<>();

    /** @param hooks at least one, all of one name */
    HookLookup(String owner, MethodNode method, List<SerializationHook> hooks) {
        this.owner = owner;
        this.method = method;
        this.hooks = hooks;
        locals.add(owner);
        Arrays.stream(Type.getArgumentTypes(method.desc)).forEach(each -> locals.add(each.getInternalName()));
        local = locals.size();
        locals.add(METHOD);
        method.maxLocals = Math.max(method.maxLocals, local + 1);
    }

    /** Takes the method that the class has from the stack, and leaves the one to use there. */
    InsnList code() {
        InsnList code = new InsnList();
        LabelNode end = new LabelNode();
        code.add(new VarInsnNode(Opcodes.ASTORE, local));
        described(code);
        code.add(new JumpInsnNode(Opcodes.IFNULL, end));
        is("serializable", code);
        code.add(new JumpInsnNode(Opcodes.IFEQ, end));
        if (!REPLACING.contains(hooks.get(0).method())) {
            is("externalizable", code);
            code.add(new JumpInsnNode(Opcodes.IFNE, end));
        }
        for (SerializationHook each : hooks) {
            LabelNode next = new LabelNode();
            code.add(new LdcInsnNode(each.className()));
            described(code);
            code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, CLASS, "getName", "()Ljava/lang/String;", false));
            code.add(new MethodInsnNode(
                    Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false));
            code.add(new JumpInsnNode(Opcodes.IFEQ, next));
            find(each, code, end);
            code.add(next);
            code.add(frame());
        }
        code.add(new InsnNode(Opcodes.NOP));
        code.add(end);
        code.add(frame());
        code.add(new VarInsnNode(Opcodes.ALOAD, local));
        return code;
    }

    private void is(String flag, InsnList code) {
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new FieldInsnNode(Opcodes.GETFIELD, owner, flag, "Z"));
    }

    private void described(InsnList code) {
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new FieldInsnNode(Opcodes.GETFIELD, owner, "cl", "Ljava/lang/Class;"));
    }

    private FrameNode frame(Object... stack) {
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.length, stack);
    }

    private void find(SerializationHook hook, InsnList code, LabelNode end) {
        LabelNode start = new LabelNode();
        LabelNode handler = new LabelNode();
        handlers.add(new TryCatchBlockNode(start, handler, handler, FAILURE));
        code.add(start);
        code.add(new LdcInsnNode(hook.companion()));
        code.add(new InsnNode(Opcodes.ICONST_0));
        described(code);
        code.add(
                new MethodInsnNode(Opcodes.INVOKEVIRTUAL, CLASS, "getClassLoader", "()Ljava/lang/ClassLoader;", false));
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                CLASS,
                "forName",
                "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;",
                false));
        code.add(new LdcInsnNode(hook.body()));
        String stream = STREAMS.get(hook.method());
        code.add(new InsnNode(stream != null ? Opcodes.ICONST_2 : Opcodes.ICONST_1));
        code.add(new TypeInsnNode(Opcodes.ANEWARRAY, CLASS));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new InsnNode(Opcodes.ICONST_0));
        described(code);
        code.add(new InsnNode(Opcodes.AASTORE));
        if (stream != null) {
            code.add(new InsnNode(Opcodes.DUP));
            code.add(new InsnNode(Opcodes.ICONST_1));
            code.add(new LdcInsnNode(Type.getObjectType(stream)));
            code.add(new InsnNode(Opcodes.AASTORE));
        }
        code.add(new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL,
                CLASS,
                "getMethod",
                "(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;",
                false));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new InsnNode(Opcodes.ICONST_1));
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, METHOD, "setAccessible", "(Z)V", false));
        code.add(new VarInsnNode(Opcodes.ASTORE, local));
        code.add(new JumpInsnNode(Opcodes.GOTO, end));
        code.add(handler);
        code.add(frame(FAILURE));
        code.add(new InsnNode(Opcodes.POP));
    }

    /** Leaves the method found, where the field would be read again: takes the descriptor from the stack. */
    InsnList readAgain() {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.POP));
        code.add(new VarInsnNode(Opcodes.ALOAD, local));
        return code;
    }

    /** Leaves the arguments as they are for a method of the class; those of a static one begin with the object. */
    InsnList arguments() {
        InsnList code = new InsnList();
        LabelNode ready = new LabelNode();
        code.add(new VarInsnNode(Opcodes.ALOAD, local));
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, METHOD, "getModifiers", "()I", false));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "java/lang/reflect/Modifier", "isStatic", "(I)Z", false));
        code.add(new JumpInsnNode(Opcodes.IFEQ, ready));
        code.add(new InsnNode(Opcodes.POP));
        int parameters = Type.getArgumentTypes(method.desc).length;
        code.add(new InsnNode(Opcodes.ICONST_0 + parameters));
        code.add(new TypeInsnNode(Opcodes.ANEWARRAY, "java/lang/Object"));
        for (int i = 0; i < parameters; i++) {
            code.add(new InsnNode(Opcodes.DUP));
            code.add(new InsnNode(Opcodes.ICONST_0 + i));
            code.add(new VarInsnNode(Opcodes.ALOAD, 1 + i));
            code.add(new InsnNode(Opcodes.AASTORE));
        }
        code.add(ready);
        code.add(frame(METHOD, "java/lang/Object", "[Ljava/lang/Object;"));
        return code;
    }

    List<TryCatchBlockNode> handlers() {
        return handlers;
    }
}
