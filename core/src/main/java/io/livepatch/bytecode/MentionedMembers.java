package io.livepatch.bytecode;

import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/** The fields and methods that the code of a class refers to, also by method handles; its own declarations are among them. */
public final class MentionedMembers extends Remapper {
    private final Set<Reference> references = new LinkedHashSet<>();

    /**
     * A symbolic reference (JVMS 5.1).
     *
     * @param owner internal name of the class that is named, which may inherit the member
     */
    public record Reference(String owner, String name, String descriptor) {
        public boolean isMethod() {
            return descriptor.startsWith("(");
        }

        /** As {@code a.B.c()V}, or {@code a.B.c} of a field. */
        @Override
        public String toString() {
            return owner.replace('/', '.') + "." + name + (isMethod() ? descriptor : "");
        }
    }

    private MentionedMembers() {
        super(Opcodes.ASM9);
    }

    public static Set<Reference> of(ClassNode type) {
        MentionedMembers mentioned = new MentionedMembers();
        type.accept(new ClassRemapper(new ClassNode(), mentioned));
        return mentioned.references;
    }

    @Override
    public String mapMethodName(String owner, String name, String descriptor) {
        references.add(new Reference(owner, name, descriptor));
        return name;
    }

    @Override
    public String mapFieldName(String owner, String name, String descriptor) {
        references.add(new Reference(owner, name, descriptor));
        return name;
    }
}
