package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The code that a bundle brings to speak for itself: the classes that the operator names, and those which they need of the JAR or
 * directory that holds them.
 *
 * @param classFiles by binary name with dots
 */
record OwnCode(PatchCode description, Map<String, byte[]> classFiles) {
    private static final OwnCode NONE = new OwnCode(PatchCode.NONE, Map.of());
    private static final MethodId VULNERABLE = new MethodId("vulnerable", "()Z");

    /**
     * Collects it.
     *
     * @param places where it is looked for
     * @param library the classes that the loader of the patched classes has; they are not brought again
     */
    static OwnCode of(Optional<String> probe, List<Library> places, Library library, Findings findings) {
        if (probe.isEmpty()) {
            return NONE;
        }
        String name = probe.get().replace('.', '/');
        Optional<Library> place =
                places.stream().filter(each -> each.classes().containsKey(name)).findFirst();
        if (place.isEmpty()) {
            findings.refuse(
                    RefusalKind.PROBE,
                    probe.get(),
                    "this class is to be the probe, but is in no JAR or directory of the --classpath");
            return NONE;
        }
        Map<String, byte[]> classFiles = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String each = open.remove();
            byte[] classFile = place.get().classes().get(each);
            boolean isOwn = classFile != null && !library.classes().containsKey(each);
            if (isOwn && classFiles.put(each.replace('/', '.'), classFile) == null) {
                read(each, classFile, findings).ifPresent(node -> {
                    if (each.equals(name)) {
                        check(node, findings);
                    }
                    open.addAll(MentionedTypes.of(node));
                });
            }
        }
        if (!classFiles.containsKey(probe.get())) {
            findings.refuse(
                    RefusalKind.PROBE,
                    probe.get(),
                    "this class is to be the probe, but belongs to the library, where the patch would change it");
            return NONE;
        }
        return new OwnCode(new PatchCode(List.copyOf(classFiles.keySet()), probe), classFiles);
    }

    private static void check(ClassNode node, Findings findings) {
        int required = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        boolean isProbe = (node.access & Opcodes.ACC_PUBLIC) != 0
                && ClassFiles.method(node, VULNERABLE)
                        .filter(method -> (method.access & required) == required)
                        .isPresent();
        if (!isProbe) {
            findings.refuse(
                    RefusalKind.PROBE,
                    node.name.replace('/', '.'),
                    "this class is to be the probe, but is no public class with a method public static boolean vulnerable()");
        }
    }

    private static Optional<ClassNode> read(String name, byte[] classFile, Findings findings) {
        try {
            return Optional.of(ClassFiles.read(classFile));
        } catch (InvalidClassFileException e) {
            findings.refuse(
                    RefusalKind.PROBE,
                    name.replace('/', '.'),
                    "the probe needs this class, whose class file cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }
}
