package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.MethodId;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What is particular about a fix of the JDK itself: every thread runs that code, and the JVM knows some of it by heart. */
final class JdkClasses {
    private static final String INTRINSIC = "Ljdk/internal/vm/annotation/IntrinsicCandidate;";

    /** The packages of the JDK that runs the tool, which are those of any JDK but for a few. */
    private final Set<String> packages = new HashSet<>();

    JdkClasses() {
        for (ModuleReference each : ModuleFinder.ofSystem().findAll()) {
            packages.addAll(each.descriptor().packages());
        }
    }

    /** Whether a class of that binary name is the JDK's own. */
    boolean contains(String className) {
        int dot = className.lastIndexOf('.');
        return className.startsWith("java.") || (dot > 0 && packages.contains(className.substring(0, dot)));
    }

    /**
     * Refuses what must not be patched, or not without being allowed to.
     *
     * @param allowed whether the operator wants to patch the JDK
     */
    void check(Patching patching, boolean allowed, Findings findings) {
        patching.methods().forEach((name, methods) -> {
            if (contains(name) && !allowed) {
                findings.refuse(
                        RefusalKind.JDK_CLASS,
                        name,
                        "this class belongs to the JDK, and every thread of the JVM, the tool's own included, runs through"
                                + " it; if that is what you want, say --allow-jdk");
            } else if (contains(name)) {
                ClassNode node = patching.readClass(name);
                methods.forEach(method -> checkIntrinsic(name, node, method.id(), findings));
            }
        });
    }

    private static void checkIntrinsic(String name, ClassNode owner, MethodId id, Findings findings) {
        MethodNode node = ClassFiles.method(owner, id).orElseThrow();
        List<AnnotationNode> annotations = node.visibleAnnotations == null ? List.of() : node.visibleAnnotations;
        if (annotations.stream().anyMatch(each -> each.desc.equals(INTRINSIC))) {
            findings.refuse(
                    RefusalKind.INTRINSIC,
                    name + "." + id,
                    "the JVM's compilers put code of their own in the place of calls of this method, so a new body would"
                            + " have no effect in compiled callers");
        }
    }
}
