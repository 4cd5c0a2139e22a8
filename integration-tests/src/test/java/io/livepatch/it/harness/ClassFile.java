package io.livepatch.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Class files that no compiler would write. */
public final class ClassFile {
    private ClassFile() {}

    /** Writes a class file below a directory of classes and returns the directory. */
    public static Path write(Path directory, String type, byte[] content) {
        Path file = directory.resolve(type + ".class");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    /** Gives one method another body, which may be as wrong as it likes; nothing is checked here. */
    public static byte[] withBody(byte[] classFile, String method, int maxStack, Consumer<MethodVisitor> body) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor copy = super.visitMethod(access, name, descriptor, signature, exceptions);
                        if (!name.equals(method)) {
                            return copy;
                        }
                        copy.visitCode();
                        body.accept(copy);
                        copy.visitMaxs(maxStack, 4);
                        copy.visitEnd();
                        return null;
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** Lets a class implement one more interface, without its methods. */
    public static byte[] withInterface(byte[] classFile, String type) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        node.interfaces.add(type);
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Gives some methods another body that does the same: it begins with two instructions without effect. */
    public static byte[] withPrefix(byte[] classFile, Set<String> methods) {
        return withPrefix(classFile, (MethodNode method) -> methods.contains(method.name));
    }

    /** The same for every chosen method but the initialiser and those that the JVM's compilers know by heart. */
    public static byte[] withPrefix(byte[] classFile, Predicate<MethodNode> chosen) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        ClassWriter writer = new ClassWriter(0);
        Set<String> prefixed = node.methods.stream()
                .filter(method -> method.instructions.size() > 0
                        && !method.name.equals("<clinit>")
                        && !isIntrinsic(method)
                        && chosen.test(method))
                .map(method -> method.name + method.desc)
                .collect(Collectors.toSet());
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                MethodVisitor copy = super.visitMethod(access, name, descriptor, signature, exceptions);
                                return prefixed.contains(name + descriptor) ? new Prefixed(copy) : copy;
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private static boolean isIntrinsic(MethodNode method) {
        return method.visibleAnnotations != null
                && method.visibleAnnotations.stream().anyMatch(each -> each.desc.endsWith("/IntrinsicCandidate;"));
    }

    private static final class Prefixed extends MethodVisitor {
        Prefixed(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitInsn(Opcodes.ICONST_0);
            super.visitInsn(Opcodes.POP);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(Math.max(1, maxStack), maxLocals);
        }
    }

    /**
     * The code of every method of some classes, in the same form as {@link Debugger#code}.
     *
     * @param types names with dots
     */
    public static Map<String, List<String>> code(Path directory, List<String> types) throws IOException {
        Map<String, List<String>> code = new TreeMap<>();
        for (String type : types) {
            ClassNode node = new ClassNode();
            new ClassReader(Files.readAllBytes(directory.resolve(type.replace('.', '/') + ".class")))
                    .accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            for (MethodNode method : node.methods) {
                if (method.instructions.size() > 0) {
                    code.put(type + "." + method.name + method.desc, Instructions.of(method));
                }
            }
        }
        return code;
    }
}
