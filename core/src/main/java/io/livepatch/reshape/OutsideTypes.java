package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Types of the JDK that classes of the library inherit from, as this JDK has them. Other types outside are not at hand. */
final class OutsideTypes {
    private final Map<String, Optional<ClassNode>> known = new HashMap<>();

    /** Whether a type above these classes declares a method that a subclass can override. */
    boolean declares(List<ClassNode> classes, MethodId id) {
        return above(classes).stream()
                .flatMap(each -> find(each).stream())
                .flatMap(each -> ClassFiles.method(each, id).stream())
                .anyMatch(each -> (each.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0);
    }

    /** Whether a type is above these classes. */
    boolean isAbove(List<ClassNode> classes, String type) {
        return above(classes).contains(type);
    }

    private Set<String> above(List<ClassNode> classes) {
        Deque<String> open = new ArrayDeque<>(List.of("java/lang/Object"));
        classes.forEach(each -> addSupertypes(each, open));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            if (seen.add(name)) {
                find(name).ifPresent(each -> addSupertypes(each, open));
            }
        }
        return seen;
    }

    private static void addSupertypes(ClassNode node, Deque<String> names) {
        if (node.superName != null) {
            names.add(node.superName);
        }
        names.addAll(node.interfaces);
    }

    private Optional<ClassNode> find(String name) {
        return known.computeIfAbsent(name, OutsideTypes::read);
    }

    private static Optional<ClassNode> read(String name) {
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(ClassFiles.read(in.readAllBytes()));
        } catch (IOException | InvalidClassFileException e) {
            throw new IllegalStateException("the class " + name + " of this JDK cannot be read", e);
        }
    }
}
