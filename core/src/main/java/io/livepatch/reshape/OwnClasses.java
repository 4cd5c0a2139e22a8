package io.livepatch.reshape;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Classes that are in no version of the library. */
final class OwnClasses {
    private OwnClasses() {}

    /** A public one that extends {@code Object} and has no members yet. */
    static ClassNode empty(String name) {
        ClassNode node = new ClassNode();
        node.visit(
                Opcodes.V1_8,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                name,
                null,
                "java/lang/Object",
                null);
        return node;
    }
}
