package io.livepatch.it.pairs;

import java.util.List;
import java.util.Optional;

/** What a fix does to classes as a whole, and to those within. */
final class TypeEdits {
    private TypeEdits() {}

    static boolean addedClass(Program program, Type type, RandomMembers members) {
        String name = "A" + program.types.size();
        Type added = members.type(name, members.code.chance(50) ? type : null);
        String called = members.method(added, "m0_9" + program.types.size(), false).name;
        Type seen = members.code.any(added.chain().toList());
        Parts.use(
                program,
                members,
                Expressions.callOfNew(
                        name, members.code.any(Constructor.Kind.values()), seen.name, called, Expressions.argument()),
                0);
        return true;
    }

    static boolean addedNestedClass(Program program, Type type, RandomMembers members) {
        if (type.nested.stream().anyMatch(each -> each.name.equals("N5"))) {
            return false;
        }
        members.nested(type, "N5");
        return Parts.anyMethod(type, members, method -> {
            if (RandomCode.level(method.name) > 0) {
                method.statements.add(Statements.add(Expressions.nested("N5", Expressions.argument())));
            }
        });
    }

    static boolean anotherNestedClass(Program program, Type type, RandomMembers members) {
        type.nested.forEach(each -> each.value = members.code.expression(1, false));
        return !type.nested.isEmpty();
    }

    static boolean text(Program program, Type type, RandomMembers members) {
        // one that overrides the JDK's is refused as a rule
        if (type.isShown() || members.code.chance(10)) {
            type.shown = members.code.expression(1, false);
            return true;
        }
        return false;
    }

    static boolean addedConstant(Program program, Type type, RandomMembers members) {
        return nested(type, Nested.Kind.ENUM, members).map(Nested::addPart).orElse(false);
    }

    static boolean addedComponent(Program program, Type type, RandomMembers members) {
        return nested(type, Nested.Kind.RECORD, members).map(Nested::addPart).orElse(false);
    }

    private static Optional<Nested> nested(Type type, Nested.Kind kind, RandomMembers members) {
        List<Nested> all =
                type.nested.stream().filter(each -> each.kind == kind).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(members.code.any(all));
    }

    /** With a default method, for a class that is there and perhaps one that is added too. */
    static boolean addedInterface(Program program, Type type, RandomMembers members) {
        Type added = new Type("I" + program.types.size(), true, null);
        program.types.put(added.name, added);
        Method method = members.method(added, "d0_9" + program.types.size(), false);
        if (members.code.chance(50)) {
            members.method(added);
        }
        Type implementing = members.code.chance(50) ? type : members.type("A" + program.types.size(), type);
        if (!implementing.interfaces.contains(added)) {
            implementing.interfaces.add(added);
        }
        useOf(program, implementing, added, method, members);
        return true;
    }

    static boolean gainedInterface(Program program, Type type, RandomMembers members) {
        List<Type> others = program.types.values().stream()
                .filter(each -> each.isInterface && type.allInterfaces().noneMatch(each::equals))
                .toList();
        if (others.isEmpty()) {
            return false;
        }
        Type gained = members.code.any(others);
        type.interfaces.add(gained);
        useOf(program, type, gained, members.code.any(gained.methods), members);
        return true;
    }

    /** Calls a method that a class has from an interface, seen as either. */
    private static void useOf(Program program, Type type, Type from, Method method, RandomMembers members) {
        Code call = Expressions.callOfNew(
                type.name,
                members.code.any(Constructor.Kind.values()),
                members.code.chance(50) ? type.name : from.name,
                method.name,
                Expressions.argument());
        Parts.use(program, members, call, RandomCode.level(method.name));
    }
}
