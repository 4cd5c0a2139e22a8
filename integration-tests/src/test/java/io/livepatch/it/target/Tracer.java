package io.livepatch.it.target;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Another agent's advice: counts the calls of a method, on top of whatever code it is given. Needs ASM on the class path. */
public final class Tracer implements ClassFileTransformer {
    private static final AtomicInteger HITS = new AtomicInteger();
    private static Tracer installed;

    private final String type;
    private final String method;

    private Tracer(String type, String method) {
        this.type = type;
        this.method = method;
    }

    /** Comes, and has the class retransformed. */
    static String come(String type, String method) throws UnmodifiableClassException {
        installed = new Tracer(type, method);
        TestAgent.instrumentation().addTransformer(installed, true);
        return TestAgent.retransform(type);
    }

    /** Goes again. */
    static String go() throws UnmodifiableClassException {
        Instrumentation instrumentation = TestAgent.instrumentation();
        instrumentation.removeTransformer(installed);
        return TestAgent.retransform(installed.type);
    }

    /** Called by the traced method. */
    public static void hit() {
        HITS.incrementAndGet();
    }

    /** Calls counted since the last question. */
    static String hits() {
        return Integer.toString(HITS.getAndSet(0));
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (!type.replace('.', '/').equals(name)) {
            return null;
        }
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor copy = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return name.equals(method) ? advised(copy) : copy;
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static MethodVisitor advised(MethodVisitor copy) {
        return new MethodVisitor(Opcodes.ASM9, copy) {
            @Override
            public void visitCode() {
                super.visitCode();
                visitMethodInsn(Opcodes.INVOKESTATIC, Tracer.class.getName().replace('.', '/'), "hit", "()V", false);
            }
        };
    }
}
