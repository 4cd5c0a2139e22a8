package io.livepatch.bytecode;

import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes that code mentions in any way, by internal name. */
public final class MentionedTypes extends Remapper {
    private final Set<String> names = new LinkedHashSet<>();

    private MentionedTypes() {
        super(Opcodes.ASM9);
    }

    /** Those of one method. */
    public static Set<String> of(MethodNode method) {
        MentionedTypes mentioned = new MentionedTypes();
        ClassVisitor collector = new ClassRemapper(new ClassNode(), mentioned);
        MethodVisitor visitor = collector.visitMethod(
                method.access,
                method.name,
                method.desc,
                null,
                method.exceptions == null ? null : method.exceptions.toArray(String[]::new));
        method.instructions.accept(visitor);
        method.tryCatchBlocks.forEach(each -> each.accept(visitor));
        return mentioned.names;
    }

    /** Those of a whole class, itself among them. */
    public static Set<String> of(ClassNode type) {
        MentionedTypes mentioned = new MentionedTypes();
        type.accept(new ClassRemapper(new ClassNode(), mentioned));
        return mentioned.names;
    }

    @Override
    public String map(String internalName) {
        names.add(internalName);
        return internalName;
    }
}
