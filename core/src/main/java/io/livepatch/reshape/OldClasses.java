package io.livepatch.reshape;

import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** The classes as they run: those of OLD. */
final class OldClasses implements ClassFileLocator {
    private final TwoVersions versions;

    OldClasses(TwoVersions versions) {
        this.versions = versions;
    }

    @Override
    public Resolution locate(String name) {
        ClassNode node = versions.before(name.replace('.', '/'));
        if (node == null) {
            return new Resolution.Illegal(name);
        }
        ClassNode head = new ClassNode();
        head.visit(node.version, node.access, node.name, null, node.superName, node.interfaces.toArray(String[]::new));
        ClassWriter writer = new ClassWriter(0);
        head.accept(writer);
        return new Resolution.Explicit(writer.toByteArray());
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
