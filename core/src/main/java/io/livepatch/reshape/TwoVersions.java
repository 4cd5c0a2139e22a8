package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Who declares what in OLD and in NEW, and so what the running JVM lacks. */
final class TwoVersions {
    private final Side before;
    private final Side after;
    private final OutsideTypes outside = new OutsideTypes();

    /** A member with the class that declares it. */
    record Declared<T>(ClassNode owner, T member) {
        String ownerName() {
            return owner.name;
        }
    }

    /** What the running JVM has of something that NEW refers to. */
    enum Standing {
        /** Not of this library, or inherited from outside it. */
        OUTSIDE,
        EXISTING,
        /** A member that a class of OLD lacks. */
        ADDED_MEMBER,
        /** A member of a class that OLD lacks. */
        OF_ADDED_CLASS
    }

    TwoVersions(Side before, Side after) {
        this.before = before;
        this.after = after;
    }

    ClassNode before(String name) {
        return before.find(name);
    }

    ClassNode after(String name) {
        return after.find(name);
    }

    /** The types of the JDK that classes of either version inherit from. */
    OutsideTypes outside() {
        return outside;
    }

    /** The classes of NEW, by internal name. */
    Set<String> namesAfter() {
        return after.names();
    }

    boolean isAdded(String className) {
        return after.has(className) && !before.has(className);
    }

    boolean isKept(String className) {
        return after.has(className) && before.has(className);
    }

    /** The method of NEW that a reference means; empty if it is not declared in the library, or inherited from a class outside it. */
    Optional<Declared<MethodNode>> method(String owner, MethodId id) {
        return method(after, owner, id);
    }

    /** The method of OLD that a reference means in the running JVM; empty likewise. */
    Optional<Declared<MethodNode>> methodBefore(String owner, MethodId id) {
        return method(before, owner, id);
    }

    /** The method of NEW that a class or a superclass of it declares. */
    Optional<Declared<MethodNode>> methodOfClasses(String owner, MethodId id) {
        return method(after, owner, id).filter(found -> !isInterface(found.owner()));
    }

    /** Classes come before interfaces, also those outside the library (JVMS 5.4.3.3). */
    private Optional<Declared<MethodNode>> method(Side side, String owner, MethodId id) {
        List<ClassNode> lineage = lineage(side, owner);
        return lineage.stream()
                .flatMap(each -> ClassFiles.method(each, id).stream().map(found -> new Declared<>(each, found)))
                .findFirst()
                .filter(found -> !isInterface(found.owner())
                        || found.ownerName().equals(owner)
                        || !outside.isOfClass(lineage, id));
    }

    /** The field of NEW that a reference means; empty if it is not declared in the library. */
    Optional<Declared<FieldNode>> field(String owner, String name, String descriptor) {
        return field(after, owner, name, descriptor);
    }

    /** The field of OLD that a reference means in the running JVM; empty if it is not declared in the library. */
    Optional<Declared<FieldNode>> fieldBefore(String owner, String name, String descriptor) {
        return field(before, owner, name, descriptor);
    }

    private static Optional<Declared<FieldNode>> field(Side side, String owner, String name, String descriptor) {
        return lineage(side, owner).stream()
                .flatMap(each -> field(each, name, descriptor).stream().map(found -> new Declared<>(each, found)))
                .findFirst();
    }

    static Optional<FieldNode> field(ClassNode owner, String name, String descriptor) {
        return owner.fields.stream()
                .filter(each -> each.name.equals(name) && each.desc.equals(descriptor))
                .findFirst();
    }

    Standing standing(Declared<MethodNode> declared) {
        if (isAdded(declared.ownerName())) {
            return Standing.OF_ADDED_CLASS;
        }
        return existing(declared).isPresent() ? Standing.EXISTING : Standing.ADDED_MEMBER;
    }

    Standing standingOfField(Declared<FieldNode> declared) {
        if (isAdded(declared.ownerName())) {
            return Standing.OF_ADDED_CLASS;
        }
        return existingField(declared).isPresent() ? Standing.EXISTING : Standing.ADDED_MEMBER;
    }

    /** The method of OLD that a method of a kept class is. */
    Optional<MethodNode> existing(Declared<MethodNode> declared) {
        ClassNode owner = before(declared.ownerName());
        return owner == null
                ? Optional.empty()
                : ClassFiles.method(owner, ClassFiles.id(declared.member()))
                        .filter(old -> isStatic(old.access) == isStatic(declared.member().access));
    }

    /** The field of OLD that a field of a kept class is. */
    Optional<FieldNode> existingField(Declared<FieldNode> declared) {
        ClassNode owner = before(declared.ownerName());
        FieldNode field = declared.member();
        return owner == null
                ? Optional.empty()
                : field(owner, field.name, field.desc).filter(old -> isStatic(old.access) == isStatic(field.access));
    }

    /** Whether a class of OLD is, or inherits from, another, as far as the library goes. */
    boolean isSubtypeBefore(String name, String of) {
        return lineage(before, name).stream().anyMatch(each -> each.name.equals(of));
    }

    /** Whether a class of NEW is, or inherits from, another. */
    boolean isSubtype(String name, String of) {
        return name.equals(of) || lineage(after, name).stream().anyMatch(each -> each.name.equals(of));
    }

    /** Whether what a class inherits from another in NEW it has in the running JVM as well, as far as that is up to its supertypes. */
    boolean inheritsInBoth(String name, String from) {
        return name.equals(from)
                || !isKept(name)
                || lineage(before, name).stream().anyMatch(each -> each.name.equals(from));
    }

    /** Subclasses and implementers in NEW, not the class itself. */
    List<ClassNode> subtypes(String of) {
        List<ClassNode> found = new ArrayList<>();
        for (String name : after.names()) {
            if (!name.equals(of) && isSubtype(name, of)) {
                found.add(after(name));
            }
        }
        return found;
    }

    /** The class and its supertypes within a version, in the order in which members are looked up (JVMS 5.4.3). */
    private static List<ClassNode> lineage(Side side, String name) {
        Set<ClassNode> found = new LinkedHashSet<>();
        List<String> interfaces = new ArrayList<>();
        for (ClassNode each = side.find(name); each != null && found.add(each); each = next(side, each)) {
            interfaces.addAll(each.interfaces);
        }
        for (int i = 0; i < interfaces.size(); i++) {
            ClassNode each = side.find(interfaces.get(i));
            if (each != null && found.add(each)) {
                interfaces.addAll(each.interfaces);
            }
        }
        return List.copyOf(found);
    }

    private static ClassNode next(Side side, ClassNode node) {
        return node.superName == null ? null : side.find(node.superName);
    }

    /** The class of OLD and those it inherits from, as far as the library goes. */
    List<ClassNode> lineageBefore(String name) {
        return lineage(before, name);
    }

    /** The same of NEW; empty for a class outside the library. */
    List<ClassNode> lineageAfter(String name) {
        return name == null ? List.of() : lineage(after, name);
    }

    /** Whether a subclass can override a method, as far as its own flags go that are not {@code final}. */
    static boolean isVirtual(MethodNode method) {
        return !isStatic(method.access) && !isPrivate(method.access) && !method.name.startsWith("<");
    }

    static boolean isInterface(ClassNode type) {
        return (type.access & Opcodes.ACC_INTERFACE) != 0;
    }

    static boolean isStatic(int access) {
        return (access & Opcodes.ACC_STATIC) != 0;
    }

    static boolean isPrivate(int access) {
        return (access & Opcodes.ACC_PRIVATE) != 0;
    }
}
