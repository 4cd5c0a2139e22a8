package io.livepatch.reshape;

import io.livepatch.bytecode.Frames;
import io.livepatch.model.Bridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The ways to members that added classes may not touch directly, one class for each package: static methods of one {@code invokedynamic}
 * each, whose call site the engine binds once. Callers only make static calls, so that they can be of any class file version.
 */
final class AccessClasses {
    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/LivepatchGate",
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
            false);

    private static final int MODIFIERS = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

    private final Map<String, ClassNode> classes = new TreeMap<>();
    private final Map<Key, MethodNode> bridges = new HashMap<>();

    private record Key(String access, Bridge kind, String owner, String name, String descriptor, String from) {}

    /** A static method that stands for a member. */
    record Way(String owner, String name, String descriptor) {
        MethodInsnNode call() {
            return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
        }

        Handle handle() {
            return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
        }
    }

    Collection<ClassNode> classes() {
        return classes.values();
    }

    /**
     * The way to a field.
     *
     * @param user the class that wants it, which decides on the package
     */
    Way field(String user, Bridge kind, String owner, String name, String descriptor) {
        String object = Type.getObjectType(owner).getDescriptor();
        String call = switch (kind) {
            case GET_FIELD, GET_VOLATILE -> "(" + object + ")" + descriptor;
            case PUT_FIELD, PUT_VOLATILE -> "(" + object + descriptor + ")V";
            case GET_STATIC, GET_STATIC_VOLATILE -> "()" + descriptor;
            case PUT_STATIC, PUT_STATIC_VOLATILE -> "(" + descriptor + ")V";
            default -> throw new IllegalArgumentException("no field is reached by " + kind);
        };
        return way(user, kind, owner, name, descriptor, call, "");
    }

    /**
     * The way to a method.
     *
     * @param from the class in which to look for a super call; else empty
     */
    Way method(String user, Bridge kind, String owner, String name, String descriptor, String from) {
        String call =
                kind == Bridge.INVOKE_STATIC || kind == Bridge.API ? descriptor : Names.withReceiver(owner, descriptor);
        return way(user, kind, owner, name, descriptor, call, from);
    }

    /** A way to make an object; the first argument is ignored, as in {@link Names#asFactory}. */
    Way constructor(String user, Bridge kind, String owner, String descriptor, String superclass) {
        return way(user, kind, owner, "<init>", descriptor, Names.asFactory(owner, descriptor), superclass);
    }

    /** The holder of the added fields of an object that is being made: its fields have their default values, as those of the object have. */
    Way freshHolder(String user, String owner) {
        String holder = Names.holder(owner);
        String descriptor = "(Ljava/lang/Object;)";
        return way(
                user,
                Bridge.SHADOW,
                holder,
                "<init>",
                descriptor + "V",
                descriptor + Type.getObjectType(holder).getDescriptor(),
                "");
    }

    /** What {@code MethodHandles.lookup()} gives in a class. */
    Way lookup(String owner, String descriptor) {
        return way(owner, Bridge.LOOKUP, owner, "lookup", descriptor, descriptor, "");
    }

    /** The holder of the added fields of an object. */
    Way holder(String user, String owner) {
        String holder = Names.holder(owner);
        String object = Type.getObjectType(owner).getDescriptor();
        return way(
                user,
                Bridge.SHADOW,
                holder,
                "<init>",
                "(" + object + ")V",
                "(" + object + ")" + Type.getObjectType(holder).getDescriptor(),
                "");
    }

    /**
     * A static method of two objects that gives the second, a clone, the added fields of the first, if they are of that class. A subclass
     * may have such fields where the class that clones has none.
     */
    Way copyHolder(String user, String owner) {
        String object = Type.getObjectType(owner).getDescriptor();
        Way copying = way(
                user,
                Bridge.COPY_SHADOW,
                Names.holder(owner),
                "<init>",
                "(" + object + ")V",
                "(" + object + object + ")V",
                "");
        String access = Names.access(user);
        String descriptor = "(Ljava/lang/Object;Ljava/lang/Object;)V";
        MethodNode method =
                new MethodNode(MODIFIERS, "copy$" + classes.get(access).methods.size(), descriptor, null, null);
        LabelNode other = new LabelNode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitTypeInsn(Opcodes.INSTANCEOF, owner);
        method.instructions.add(new JumpInsnNode(Opcodes.IFEQ, other));
        for (int local = 0; local < 2; local++) {
            method.visitVarInsn(Opcodes.ALOAD, local);
            method.visitTypeInsn(Opcodes.CHECKCAST, owner);
        }
        method.instructions.add(copying.call());
        method.instructions.add(other);
        method.instructions.add(Frames.of(Frames.ofArguments(descriptor)));
        method.visitInsn(Opcodes.RETURN);
        classes.get(access).methods.add(method);
        return new Way(access, method.name, descriptor);
    }

    /** A static method that gives null for the first argument of another one. */
    Way withoutFirst(String user, Way target) {
        Type[] arguments = Type.getArgumentTypes(target.descriptor());
        String descriptor = Type.getMethodDescriptor(
                Type.getReturnType(target.descriptor()), Arrays.copyOfRange(arguments, 1, arguments.length));
        return forward(user, target, descriptor, true);
    }

    /** A static method that takes a subtype for the first argument of another one. */
    Way withFirst(String user, Way target, String type) {
        Type[] arguments = Type.getArgumentTypes(target.descriptor());
        arguments[0] = Type.getType(type);
        return forward(
                user, target, Type.getMethodDescriptor(Type.getReturnType(target.descriptor()), arguments), false);
    }

    /** A static method that tells whether an object is of a class, for code that may not name the class. */
    Way isOf(String type) {
        MethodNode method = newMethod(type, "is$", "(Ljava/lang/Object;)Z");
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitTypeInsn(Opcodes.INSTANCEOF, type);
        method.visitInsn(Opcodes.IRETURN);
        return new Way(Names.access(type), method.name, method.desc);
    }

    /**
     * A static method that makes a call with an object of a class, for code that may not name the class.
     *
     * @param descriptor of the call, with the receiver
     */
    Way cast(String type, MethodInsnNode call, String descriptor) {
        String open = Names.withReceiver("java/lang/Object", "(" + descriptor.substring(descriptor.indexOf(';') + 1));
        MethodNode method = newMethod(type, "cast$", open);
        int local = 0;
        for (Type argument : Type.getArgumentTypes(open)) {
            method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            if (local == 0) {
                method.visitTypeInsn(Opcodes.CHECKCAST, type);
            }
            local += argument.getSize();
        }
        method.instructions.add(call);
        method.visitInsn(Type.getReturnType(open).getOpcode(Opcodes.IRETURN));
        return new Way(Names.access(type), method.name, open);
    }

    private MethodNode newMethod(String user, String prefix, String descriptor) {
        ClassNode access = classes.computeIfAbsent(Names.access(user), OwnClasses::empty);
        MethodNode method = new MethodNode(MODIFIERS, prefix + access.methods.size(), descriptor, null, null);
        access.methods.add(method);
        return method;
    }

    private Way forward(String user, Way target, String descriptor, boolean nullFirst) {
        String name = Names.access(user);
        ClassNode access = classes.computeIfAbsent(name, OwnClasses::empty);
        MethodNode method = new MethodNode(MODIFIERS, "forward$" + access.methods.size(), descriptor, null, null);
        if (nullFirst) {
            method.visitInsn(Opcodes.ACONST_NULL);
        }
        int local = 0;
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
        }
        method.instructions.add(target.call());
        method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        access.methods.add(method);
        return new Way(name, method.name, descriptor);
    }

    private Way way(String user, Bridge kind, String owner, String name, String descriptor, String call, String from) {
        String access = Names.access(user);
        MethodNode method =
                bridges.computeIfAbsent(new Key(access, kind, owner, name, descriptor, from), key -> add(key, call));
        return new Way(access, method.name, method.desc);
    }

    private MethodNode add(Key key, String call) {
        ClassNode access = classes.computeIfAbsent(key.access(), OwnClasses::empty);
        MethodNode method = new MethodNode(MODIFIERS, name(key, access.methods.size()), call, null, null);
        boolean makes = key.kind() == Bridge.NEW || key.kind() == Bridge.ALLOCATE;
        int local = 0;
        List<String> passed = new ArrayList<>();
        for (Type argument : Type.getArgumentTypes(call)) {
            if (!makes || local > 0) {
                method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
                passed.add(argument.getDescriptor());
            }
            local += argument.getSize();
        }
        Type result = Type.getReturnType(call);
        List<Object> arguments = new ArrayList<>(List.of(key.kind().number(), key.owner(), key.descriptor()));
        if (!key.from().isEmpty()) {
            arguments.add(key.from());
        }
        method.visitInvokeDynamicInsn(
                key.name().equals("<init>") ? "init" : key.name(),
                "(" + String.join("", passed) + ")" + result.getDescriptor(),
                LINK,
                arguments.toArray());
        method.visitInsn(result.getOpcode(Opcodes.IRETURN));
        access.methods.add(method);
        return method;
    }

    /** Unique within the class, and telling in a stack trace. */
    private static String name(Key key, int number) {
        String member = key.name().equals("<init>") ? "init" : key.name().replaceAll("[^A-Za-z0-9_$]", "_");
        return member + "$" + number;
    }
}
