package io.livepatch.weave;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The class file of {@link Dispatcher}: two static methods, each of which hands on to a static field. */
final class DispatcherClass {
    static final String GATE = "gate";
    static final String LINKER = "linker";
    private static final String STABLE = "jdk.internal.vm.annotation.Stable";
    private static final int STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

    private DispatcherClass() {}

    static byte[] bytes() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V1_8,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                Dispatcher.INTERNAL_NAME,
                null,
                Type.getInternalName(Object.class),
                null);
        field(writer, GATE, IntPredicate.class);
        field(writer, LINKER, Function.class);
        enter(writer);
        link(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /**
     * Has the JIT take the field for a constant, since it never changes again: the gate is then known, and becomes part of the
     * woven method. The JVM heeds the annotation in classes of the boot loader; without it a gate is slower, and as right.
     */
    private static void field(ClassWriter writer, String name, Class<?> type) {
        FieldVisitor field = writer.visitField(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE,
                name,
                Type.getDescriptor(type),
                null,
                null);
        if (hasStable()) {
            field.visitAnnotation("L" + STABLE.replace('.', '/') + ";", true).visitEnd();
        }
        field.visitEnd();
    }

    private static boolean hasStable() {
        try {
            Class.forName(STABLE, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void enter(ClassWriter writer) {
        MethodVisitor code = writer.visitMethod(STATIC, Dispatcher.METHOD, Dispatcher.DESCRIPTOR, null, null);
        code.visitCode();
        get(code, GATE, IntPredicate.class);
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, Type.getInternalName(IntPredicate.class), "test", "(I)Z", true);
        code.visitInsn(Opcodes.IRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void link(ClassWriter writer) {
        Class<?>[] parameters = {Lookup.class, String.class, MethodType.class, Object[].class};
        MethodVisitor code = writer.visitMethod(
                STATIC | Opcodes.ACC_VARARGS,
                Dispatcher.LINK,
                MethodType.methodType(CallSite.class, parameters).toMethodDescriptorString(),
                null,
                null);
        code.visitCode();
        get(code, LINKER, Function.class);
        code.visitIntInsn(Opcodes.BIPUSH, parameters.length);
        code.visitTypeInsn(Opcodes.ANEWARRAY, Type.getInternalName(Object.class));
        for (int i = 0; i < parameters.length; i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitIntInsn(Opcodes.BIPUSH, i);
            code.visitVarInsn(Opcodes.ALOAD, i);
            code.visitInsn(Opcodes.AASTORE);
        }
        code.visitMethodInsn(
                Opcodes.INVOKEINTERFACE,
                Type.getInternalName(Function.class),
                "apply",
                "(Ljava/lang/Object;)Ljava/lang/Object;",
                true);
        code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(CallSite.class));
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void get(MethodVisitor code, String field, Class<?> type) {
        code.visitFieldInsn(Opcodes.GETSTATIC, Dispatcher.INTERNAL_NAME, field, Type.getDescriptor(type));
    }
}
