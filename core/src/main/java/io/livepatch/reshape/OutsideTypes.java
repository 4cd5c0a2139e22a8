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
        Deque<String> open = new ArrayDeque<>(List.of("java/lang/Object"));
        classes.forEach(each -> addSupertypes(each, open));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            Optional<ClassNode> node = seen.add(name) ? find(name) : Optional.empty();
            if (node.flatMap(each -> ClassFiles.method(each, id))
                    .filter(each -> (each.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0)
                    .isPresent()) {
                return true;
            }
            node.ifPresent(each -> addSupertypes(each, open));
        }
        return false;
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
