package io.livepatch.reshape;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** The companions of the classes of a bundle: public, named classes beside them, of static members only. */
final class Companions {
    static final int METHOD = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

    private final Map<String, ClassNode> classes = new TreeMap<>();

    Collection<ClassNode> classes() {
        return classes.values();
    }

    boolean hasMethod(ClassNode owner, String name, String descriptor) {
        return of(owner).methods.stream().anyMatch(each -> each.name.equals(name) && each.desc.equals(descriptor));
    }

    void add(ClassNode owner, MethodNode method) {
        of(owner).methods.add(method);
    }

    void replaceInitializer(ClassNode owner, MethodNode initializer) {
        List<MethodNode> methods = of(owner).methods;
        methods.removeIf(each -> each.name.equals(initializer.name));
        methods.add(initializer);
    }

    void addStatic(ClassNode owner, FieldNode field) {
        int kept = field.access & (Opcodes.ACC_VOLATILE | Opcodes.ACC_FINAL);
        of(owner)
                .fields
                .add(new FieldNode(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | kept, field.name, field.desc, null, field.value));
    }

    /** The companion of a class of NEW, which has its class file version, since it holds its code. */
    private ClassNode of(ClassNode owner) {
        return classes.computeIfAbsent(Names.companion(owner.name), name -> {
            ClassNode node = new ClassNode();
            node.visit(
                    owner.version,
                    Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                    name,
                    null,
                    "java/lang/Object",
                    null);
            node.sourceFile = owner.sourceFile;
            return node;
        });
    }
}
