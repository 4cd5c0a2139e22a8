package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which methods override which (JVMS 5.4.5): a private one is overridden by none, a package-private one by those of its package, and by what
 * overrides these.
 */
final class Overriding {
    private final TwoVersions versions;

    Overriding(TwoVersions versions) {
        this.versions = versions;
    }

    /** Whether the method of a subtype overrides that of a supertype in NEW. */
    boolean isInNew(String subtype, String supertype, MethodId id) {
        return overrides(versions.lineageAfter(subtype), supertype, id);
    }

    /** Whether it does in the running JVM, where added classes extend those of OLD. */
    boolean isRunning(String subtype, String supertype, MethodId id) {
        return overrides(running(subtype), supertype, id);
    }

    private List<ClassNode> running(String name) {
        List<ClassNode> lineage = new ArrayList<>();
        String each = name;
        while (each != null && versions.isAdded(each)) {
            ClassNode added = versions.after(each);
            lineage.add(added);
            each = added.superName;
        }
        if (each != null) {
            lineage.addAll(versions.lineageBefore(each));
        }
        return lineage;
    }

    /** What lies between two classes in a lineage are classes only. */
    private static boolean overrides(List<ClassNode> lineage, String supertype, MethodId id) {
        for (int i = 1; i < lineage.size(); i++) {
            if (lineage.get(i).name.equals(supertype)) {
                return overrides(lineage.subList(0, i + 1), id);
            }
        }
        return false;
    }

    /** Whether the method of the first class overrides that of the last one. */
    private static boolean overrides(List<ClassNode> classes, MethodId id) {
        ClassNode first = classes.get(0);
        int last = classes.size() - 1;
        Optional<MethodNode> overridden = virtual(classes.get(last), id);
        if (overridden.isEmpty() || virtual(first, id).isEmpty()) {
            return false;
        }
        int visible = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
        if ((overridden.get().access & visible) != 0 || Names.samePackage(first.name, classes.get(last).name)) {
            return true;
        }
        for (int i = 1; i < last; i++) {
            if (overrides(classes.subList(0, i + 1), id) && overrides(classes.subList(i, last + 1), id)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<MethodNode> virtual(ClassNode owner, MethodId id) {
        return ClassFiles.method(owner, id).filter(TwoVersions::isVirtual);
    }
}
