package io.livepatch.it.pairs;

import java.util.List;
import java.util.Optional;

/** What a fix does to constructors. */
final class ConstructorEdits {
    private ConstructorEdits() {}

    static boolean addedConstructor(Program program, Type type, RandomMembers members) {
        if (type.has(Constructor.Kind.TEXT)) {
            return false;
        }
        members.constructor(type, Constructor.Kind.TEXT);
        List<Method> methods =
                type.methods.stream().filter(method -> !method.isStatic).toList();
        if (!methods.isEmpty()) {
            String called = members.code.any(methods).name;
            Code call =
                    Expressions.callOfNew(type.name, Constructor.Kind.TEXT, type.name, called, Expressions.argument());
            Parts.use(program, members, call, RandomCode.level(called));
        }
        return true;
    }

    static boolean anotherConstructor(Program program, Type type, RandomMembers members) {
        members.code.any(type.constructors).statements.add(members.code.statement(1, false));
        return true;
    }

    static boolean anotherSuperCall(Program program, Type type, RandomMembers members) {
        members.code.any(type.constructors).passedOn = members.value();
        return true;
    }

    /** One that called another of its class calls that of the superclass itself, or the other way round. */
    static boolean chainedConstructor(Program program, Type type, RandomMembers members) {
        return anyOther(type, members)
                .map(each -> {
                    each.chained = !each.chained;
                    return true;
                })
                .orElse(false);
    }

    static boolean removedConstructor(Program program, Type type, RandomMembers members) {
        return anyOther(type, members).map(type.constructors::remove).orElse(false);
    }

    /** One that is not the one which each class has. */
    private static Optional<Constructor> anyOther(Type type, RandomMembers members) {
        List<Constructor> others = type.constructors.stream()
                .filter(each -> each.kind != Constructor.Kind.NUMBER)
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(members.code.any(others));
    }
}
