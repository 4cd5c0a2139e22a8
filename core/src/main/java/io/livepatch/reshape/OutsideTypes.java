package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    private static final String OBJECT = "java/lang/Object";

    private final Map<String, Optional<ClassNode>> known = new HashMap<>();

    /** Whether a type above these classes declares a method that a subclass can override. */
    boolean declares(List<ClassNode> classes, MethodId id) {
        return above(classes).stream()
                .flatMap(each -> find(each).stream())
                .flatMap(each -> ClassFiles.method(each, id).stream())
                .anyMatch(each -> (each.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0);
    }

    /** Whether an interface above these classes has a default method. */
    boolean hasDefault(List<ClassNode> classes, MethodId id) {
        return above(classes).stream()
                .flatMap(each -> find(each).stream())
                .filter(TwoVersions::isInterface)
                .flatMap(each -> ClassFiles.method(each, id).stream())
                .anyMatch(each -> TwoVersions.isVirtual(each) && ClassFiles.hasBody(each));
    }

    /** Whether a class inherits a method from a class outside the library, of which {@code Object} is one. */
    boolean isOfClass(List<ClassNode> lineage, MethodId id) {
        return superclasses(lineage).stream()
                .flatMap(each -> find(each).stream())
                .flatMap(each -> ClassFiles.method(each, id).stream())
                .anyMatch(each -> (each.access & Opcodes.ACC_PRIVATE) == 0);
    }

    /** Whether a class extends one outside the library that is not at hand. */
    boolean isUnknownAbove(List<ClassNode> lineage) {
        return superclasses(lineage).stream().anyMatch(each -> find(each).isEmpty());
    }

    /** The classes outside the library that the class extends to which these types belong. */
    private List<String> superclasses(List<ClassNode> lineage) {
        String name = lineage.stream()
                .filter(each -> !TwoVersions.isInterface(each))
                .reduce((one, next) -> next)
                .map(each -> each.superName)
                .orElse(OBJECT);
        List<String> names = new ArrayList<>();
        while (name != null) {
            names.add(name);
            name = find(name).map(each -> each.superName).orElse(null);
        }
        return names;
    }

    /** Whether a type is above these classes. */
    boolean isAbove(List<ClassNode> classes, String type) {
        return above(classes).contains(type);
    }

    /** The types above these classes, by their names; those of the library among them that these classes extend or implement. */
    Set<String> above(List<ClassNode> classes) {
        Deque<String> open = new ArrayDeque<>(List.of(OBJECT));
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
