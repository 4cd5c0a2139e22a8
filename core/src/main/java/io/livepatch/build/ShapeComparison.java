package io.livepatch.build;

import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.RecordComponentNode;

/** Compares all of a class but its methods: the shape that a running JVM does not change. */
final class ShapeComparison {
    /** Neither {@code final}, over which compilers differ, nor {@code public}: the rewritten bodies go by the modifiers of OLD. */
    private static final int CLASS_FLAGS =
            Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_ANNOTATION | Opcodes.ACC_ENUM;

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
        compareComponents();
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
    }

    private void compareComponents() {
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
            if (old == null || !isSameKind(old, field)) {
                fieldsAdded++;
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
        if ((field.access & Opcodes.ACC_STATIC) != 0 && !Objects.equals(old.value, field.value)) {
            compareConstants(old, field);
        }
        if ((old.access & Opcodes.ACC_TRANSIENT) != (field.access & Opcodes.ACC_TRANSIENT)) {
            findings.warn(
                    WarningKind.TRANSIENT,
                    where(field),
                    "whether it is transient differs; serialization goes on as in OLD");
        }
        if (!Annotations.same(old.visibleAnnotations, field.visibleAnnotations)) {
            findings.warn(WarningKind.ANNOTATIONS, where(field), Annotations.STAY);
        }
    }

    /** A field of another type, or one that becomes static or no longer is, is another field. */
    private static boolean isSameKind(FieldNode old, FieldNode field) {
        return old.desc.equals(field.desc) && (old.access & Opcodes.ACC_STATIC) == (field.access & Opcodes.ACC_STATIC);
    }

    /** Nobody but reflection reads a private constant from its field; serialization does so with one of them. */
    private void compareConstants(FieldNode old, FieldNode field) {
        String text = "the constant " + change(shortened(old.value), shortened(field.value));
        if (field.name.equals("serialVersionUID")) {
            findings.refuse(
                    RefusalKind.CONSTANT,
                    where(field),
                    text + "; serialization reads it from the field, which keeps its value in a running JVM");
        } else {
            boolean isPrivate = (field.access & Opcodes.ACC_PRIVATE) != 0;
            findings.warn(
                    WarningKind.CONSTANT,
                    where(field),
                    text + "; the methods of the library that use it get the new value, reflection "
                            + (isPrivate ? "sees" : "and other libraries see") + " the old one");
        }
    }

    private String where(FieldNode field) {
        return name + "." + field.name;
    }

    private static List<String> components(ClassNode node) {
        List<RecordComponentNode> components = node.recordComponents == null ? List.of() : node.recordComponents;
        return components.stream()
                .map(c -> Type.getType(c.descriptor).getClassName() + " " + c.name)
                .toList();
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
