package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/**
 * NEW's version of a class, made to fit the class in the JVM: lambda bodies bear OLD's names, and assertions are off where OLD
 * has none.
 */
final class PreparedClass {
    private final ClassNode node;
    private final byte[] classFile;
    private final boolean assertionsDisabled;

    private PreparedClass(ClassNode node, byte[] classFile, boolean assertionsDisabled) {
        this.node = node;
        this.classFile = classFile;
        this.assertionsDisabled = assertionsDisabled;
    }

    ClassNode node() {
        return node;
    }

    /** The class file of {@link #node()}, that of NEW itself if there was nothing to do. Not to be changed. */
    byte[] classFile() {
        return classFile;
    }

    /** Whether assertions were taken out. */
    boolean assertionsDisabled() {
        return assertionsDisabled;
    }

    static PreparedClass of(ClassNode oldClass, byte[] newClassFile) throws InvalidClassFileException {
        ClassNode newClass = ClassFiles.read(newClassFile);
        Map<MethodId, String> renames = LambdaMatcher.renames(oldClass, newClass);
        boolean disable = Assertions.hasField(newClass) && !Assertions.hasField(oldClass);
        if (renames.isEmpty() && !disable) {
            return new PreparedClass(newClass, newClassFile, false);
        }
        ClassNode prepared = renamed(newClass, renames);
        if (disable) {
            Assertions.disable(prepared);
        }
        ClassWriter writer = new ClassWriter(0);
        prepared.accept(writer);
        byte[] classFile = writer.toByteArray();
        return new PreparedClass(ClassFiles.read(classFile), classFile, disable);
    }

    private static ClassNode renamed(ClassNode owner, Map<MethodId, String> names) {
        ClassNode renamed = new ClassNode();
        owner.accept(new ClassRemapper(renamed, new Remapper(Opcodes.ASM9) {
            @Override
            public String mapMethodName(String methodOwner, String name, String descriptor) {
                return methodOwner.equals(owner.name) ? names.getOrDefault(new MethodId(name, descriptor), name) : name;
            }
        }));
        return renamed;
    }
}
