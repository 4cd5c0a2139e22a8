package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The classes of one version that come from the same source, as far as names tell, without tags of constructors.
 *
 * @param classes by internal name
 * @param tags what was taken out
 */
record NumberedFamily(NavigableMap<String, ClassNode> classes, ConstructorTags tags) {
    /** A method through which others touch private members, and the class that declares it. */
    record Accessor(String owner, MethodNode method) {
        AccessorKey key() {
            return new AccessorKey(owner, ClassFiles.id(method));
        }
    }

    /** What tells an accessor from all others. */
    record AccessorKey(String owner, MethodId id) {}

    /** Empty if one of the class files cannot be read, or is not the class that its name says: then nothing here can be told for certain. */
    static Optional<NumberedFamily> read(Map<String, byte[]> classFiles) {
        NavigableMap<String, ClassNode> classes = new TreeMap<>();
        for (Map.Entry<String, byte[]> each : classFiles.entrySet()) {
            Optional<ClassNode> node = read(each.getValue()).filter(found -> found.name.equals(each.getKey()));
            if (node.isEmpty()) {
                return Optional.empty();
            }
            classes.put(each.getKey(), node.get());
        }
        return Optional.of(new NumberedFamily(classes, ConstructorTags.mask(classes)));
    }

    /** A class file that cannot be read is refused, with the reason, by the comparison if it differs. */
    static Optional<ClassNode> read(byte[] classFile) {
        try {
            return Optional.of(ClassFiles.read(classFile));
        } catch (InvalidClassFileException e) {
            return Optional.empty();
        }
    }

    /** Those with a number, in the order in which compilers count. */
    List<ClassNode> numbered() {
        return classes.values().stream()
                .filter(each -> NumberedNames.isNumbered(each.name))
                .sorted(Comparator.comparingInt((ClassNode each) -> each.name.length())
                        .thenComparing(each -> each.name))
                .toList();
    }

    List<Accessor> accessors() {
        List<Accessor> accessors = new ArrayList<>();
        for (ClassNode owner : classes.values()) {
            owner.methods.stream()
                    .filter(NumberedNames::isAccessor)
                    .sorted(Comparator.comparing((MethodNode each) -> each.name))
                    .forEach(method -> accessors.add(new Accessor(owner.name, method)));
        }
        return accessors;
    }

    boolean hasNumbers() {
        return !numbered().isEmpty() || !accessors().isEmpty();
    }

    ClassNode find(String name) {
        return classes.get(name);
    }
}
