package io.livepatch.build;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.RecordComponentNode;

/** Compares all of a class but its methods: the shape that a running JVM does not change. */
final class ShapeComparison {
    /** Not {@code final}: compilers differ over it for anonymous classes, and no body depends on it. */
    private static final int CLASS_FLAGS = Opcodes.ACC_PUBLIC
            | Opcodes.ACC_INTERFACE
            | Opcodes.ACC_ABSTRACT
            | Opcodes.ACC_ANNOTATION
            | Opcodes.ACC_ENUM;

    private static final int FIELD_FLAGS = Opcodes.ACC_PUBLIC
            | Opcodes.ACC_PRIVATE
            | Opcodes.ACC_PROTECTED
            | Opcodes.ACC_STATIC
            | Opcodes.ACC_FINAL
            | Opcodes.ACC_VOLATILE
            | Opcodes.ACC_TRANSIENT;

    /** Of a constant's value in a message, in chars. */
    private static final int MAX_CONSTANT = 60;

    private final ClassNode oldClass;
    private final ClassNode newClass;
    private final String name;
    private final Findings findings;
    private int fieldsAdded;

    ShapeComparison(ClassNode oldClass, ClassNode newClass, Findings findings) {
        this.oldClass = oldClass;
        this.newClass = newClass;
        this.findings = findings;
        name = oldClass.name.replace('/', '.');
    }

    /** Reports every difference and returns the number of added fields. */
    int compare() {
        compareHeader();
        compareNest();
        compareFields();
        return fieldsAdded;
    }

    private void compareHeader() {
        if ((oldClass.access & CLASS_FLAGS) != (newClass.access & CLASS_FLAGS)) {
            findings.refuse(
                    RefusalKind.CLASS_FLAGS,
                    name,
                    change(flags(oldClass.access & CLASS_FLAGS), flags(newClass.access & CLASS_FLAGS))
                            + "; a running JVM does not change the modifiers of a class");
        }
        if (!Objects.equals(oldClass.superName, newClass.superName)
                || !Set.copyOf(oldClass.interfaces).equals(Set.copyOf(newClass.interfaces))) {
            findings.refuse(
                    RefusalKind.SUPERTYPE,
                    name,
                    change(supertypes(oldClass), supertypes(newClass))
                            + "; a running JVM does not change supertypes, so the fix must do without");
        }
    }

    private void compareNest() {
        List<String> nestMembers = added(oldClass.nestMembers, newClass.nestMembers);
        if (!Objects.equals(oldClass.nestHostClass, newClass.nestHostClass) || !nestMembers.isEmpty()) {
            findings.refuse(
                    RefusalKind.NEST,
                    name,
                    "the nest differs (host " + oldClass.nestHostClass + " in OLD, " + newClass.nestHostClass
                            + " in NEW, members added " + nestMembers
                            + "), which decides on access to private members; build NEW for the same Java release as OLD"
                            + " and without new inner classes");
        }
        List<String> permitted = added(oldClass.permittedSubclasses, newClass.permittedSubclasses);
        if (!permitted.isEmpty() || (oldClass.permittedSubclasses == null) != (newClass.permittedSubclasses == null)) {
            findings.refuse(
                    RefusalKind.PERMITTED_SUBCLASSES,
                    name,
                    "the permitted subclasses of the sealed class differ (added " + permitted
                            + "); a running JVM does not change them");
        }
        if (!components(oldClass).equals(components(newClass))) {
            findings.refuse(
                    RefusalKind.RECORD,
                    name,
                    change(components(oldClass).toString(), components(newClass).toString())
                            + "; a running JVM does not change the components of a record");
        }
    }

    private void compareFields() {
        Map<String, FieldNode> oldFields = new HashMap<>();
        oldClass.fields.forEach(field -> oldFields.put(field.name, field));
        for (FieldNode field : newClass.fields) {
            FieldNode old = oldFields.remove(field.name);
            if (old == null) {
                fieldsAdded++;
                findings.refuse(
                        RefusalKind.ADDED_FIELD,
                        where(field),
                        "NEW adds this field; objects and classes in a running JVM have no room for it");
            } else {
                compare(old, field);
            }
        }
        oldFields.values().stream()
                .filter(field -> (field.access & Opcodes.ACC_SYNTHETIC) == 0)
                .forEach(field -> findings.warn(
                        WarningKind.REMOVED_FIELD, where(field), "NEW has no such field; it stays, with its value"));
    }

    private void compare(FieldNode old, FieldNode field) {
        if (!old.desc.equals(field.desc) || (old.access & FIELD_FLAGS) != (field.access & FIELD_FLAGS)) {
            findings.refuse(
                    RefusalKind.FIELD_CHANGED,
                    where(field),
                    change(declaration(old), declaration(field)) + "; a running JVM does not change a field");
        } else if ((field.access & Opcodes.ACC_STATIC) != 0 && !Objects.equals(old.value, field.value)) {
            compareConstants(old, field);
        }
        if (!Annotations.same(old.visibleAnnotations, field.visibleAnnotations)) {
            findings.warn(WarningKind.ANNOTATIONS, where(field), Annotations.STAY);
        }
    }

    /** Nobody but reflection reads a private constant from its field; serialization does so with one of them. */
    private void compareConstants(FieldNode old, FieldNode field) {
        String text = "the constant " + change(shortened(old.value), shortened(field.value));
        if ((field.access & Opcodes.ACC_PRIVATE) != 0 && !field.name.equals("serialVersionUID")) {
            findings.warn(
                    WarningKind.CONSTANT,
                    where(field),
                    text + "; the methods that use it get the new value, reflection sees the old one");
        } else {
            findings.refuse(
                    RefusalKind.CONSTANT,
                    where(field),
                    text + "; the field keeps its value in a running JVM, and compilers have copied it into other"
                            + " libraries; keep the constant and use another one in the fix");
        }
    }

    private String where(FieldNode field) {
        return name + "." + field.name;
    }

    private static List<String> added(List<String> before, List<String> after) {
        List<String> added = new ArrayList<>(after == null ? List.of() : after);
        added.removeAll(new HashSet<>(before == null ? List.of() : before));
        return added;
    }

    private static List<String> components(ClassNode node) {
        List<RecordComponentNode> components = node.recordComponents == null ? List.of() : node.recordComponents;
        return components.stream()
                .map(c -> Type.getType(c.descriptor).getClassName() + " " + c.name)
                .toList();
    }

    private static String supertypes(ClassNode node) {
        return ("extends " + node.superName + " implements " + node.interfaces).replace('/', '.');
    }

    private static String declaration(FieldNode field) {
        return flags(field.access & FIELD_FLAGS) + " "
                + Type.getType(field.desc).getClassName();
    }

    private static String flags(int access) {
        String text = Modifier.toString(access);
        return text.isEmpty() ? "without modifiers" : text;
    }

    private static String shortened(Object constant) {
        String text = String.valueOf(constant);
        return text.length() <= MAX_CONSTANT ? text : text.substring(0, MAX_CONSTANT) + "…";
    }

    private static String change(String from, String to) {
        return "was " + from + ", is " + to + " in NEW";
    }
}
