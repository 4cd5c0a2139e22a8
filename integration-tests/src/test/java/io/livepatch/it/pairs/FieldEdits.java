package io.livepatch.it.pairs;

import java.util.List;

/** What a fix does to fields. */
final class FieldEdits {
    private FieldEdits() {}

    static boolean addedField(Program program, Type type, RandomMembers members) {
        Field added = members.field(type);
        Parts.use(program, members, Expressions.field(added.name), -1);
        return Parts.anyMethod(type, members, method -> {
            if (RandomCode.level(method.name) > 0) {
                method.statements.add(Statements.assign(added.name, Expressions.argument()));
            }
        });
    }

    static boolean addedStaticField(Program program, Type type, RandomMembers members) {
        Field added = members.staticField(type);
        Parts.use(program, members, Expressions.staticField(type.name, added.name), -1);
        return Parts.anyMethod(
                type,
                members,
                method ->
                        method.statements.add(Statements.assignStatic(type.name, added.name, Expressions.argument())));
    }

    static boolean anotherStaticValue(Program program, Type type, RandomMembers members) {
        List<Field> fields = type.fields.stream()
                .filter(field -> field.isStatic && field.isFinal)
                .toList();
        if (fields.isEmpty()) {
            return false;
        }
        members.code.any(fields).initial = members.staticValue(new Type("none", false, null));
        return true;
    }

    static boolean anotherFieldValue(Program program, Type type, RandomMembers members) {
        List<Field> fields = type.fields.stream()
                .filter(field -> !field.isStatic && field.kind != Field.Kind.LIST)
                .toList();
        if (fields.isEmpty()) {
            return false;
        }
        members.code.any(fields).initial = members.value();
        return true;
    }

    static boolean accessOfField(Program program, Type type, RandomMembers members) {
        type.fields.stream()
                .filter(field -> !field.isStatic || field.isFinal)
                .forEach(field -> field.access = members.access());
        return !type.fields.isEmpty();
    }

    static boolean fieldPulledUp(Program program, Type type, RandomMembers members) {
        return type.parent != null && Parts.moveField(type, type.parent, members);
    }

    static boolean fieldPushedDown(Program program, Type type, RandomMembers members) {
        List<Type> below = Parts.below(type, members);
        return !below.isEmpty() && Parts.moveField(type, members.code.any(below), members);
    }

    static boolean hidingField(Program program, Type type, RandomMembers members) {
        List<Field> hidden = type.parent == null
                ? List.of()
                : type.parent.fields.stream()
                        .filter(field -> field.canBeHiddenBy(type))
                        .toList();
        if (hidden.isEmpty()) {
            return false;
        }
        type.fields.add(members.code.any(hidden).hiding(members.value()));
        return true;
    }

    static boolean removedField(Program program, Type type, RandomMembers members) {
        return !type.fields.isEmpty() && type.fields.remove(members.code.any(type.fields));
    }
}
