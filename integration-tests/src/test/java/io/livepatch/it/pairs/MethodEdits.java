package io.livepatch.it.pairs;

import java.util.List;
import java.util.Optional;

/** What a fix does to methods. */
final class MethodEdits {
    private MethodEdits() {}

    static boolean anotherBody(Program program, Type type, RandomMembers members) {
        return Parts.anyMethod(type, members, method -> members.code.body(method, RandomCode.level(method.name)));
    }

    static boolean anotherResult(Program program, Type type, RandomMembers members) {
        return Parts.anyMethod(
                type, members, method -> method.result = Expressions.binary("+", method.result, members.value()));
    }

    static boolean addedMethod(Program program, Type type, RandomMembers members) {
        Method added = members.method(type);
        Code call = added.isStatic
                ? Expressions.staticCall(type.name, added.name, Expressions.argument())
                : Expressions.call(added.name, Expressions.argument());
        Parts.use(program, members, call, RandomCode.level(added.name));
        return true;
    }

    static boolean addedOverride(Program program, Type type, RandomMembers members) {
        return RandomProgram.override(type, members);
    }

    static boolean madeSynchronized(Program program, Type type, RandomMembers members) {
        return Parts.anyMethod(type, members, method -> method.isSynchronized = true);
    }

    static boolean accessOfMethod(Program program, Type type, RandomMembers members) {
        return Parts.anyMethod(type, members, method -> method.access = members.access());
    }

    static boolean pulledUp(Program program, Type type, RandomMembers members) {
        return type.parent != null && Parts.moveMethod(type, type.parent, members);
    }

    static boolean pushedDown(Program program, Type type, RandomMembers members) {
        List<Type> below = Parts.below(type, members);
        return !below.isEmpty() && Parts.moveMethod(type, members.code.any(below), members);
    }

    static boolean removedMethod(Program program, Type type, RandomMembers members) {
        return !type.methods.isEmpty() && type.methods.remove(members.code.any(type.methods));
    }

    static boolean addedDefaultMethod(Program program, Type type, RandomMembers members) {
        Optional<Type> declaring =
                program.types.values().stream().filter(each -> each.isInterface).findFirst();
        declaring.ifPresent(each -> {
            Method added = members.method(each);
            for (Type implementing : members.code.classes()) {
                Parts.anyMethod(implementing, members, method -> {
                    if (RandomCode.level(method.name) > RandomCode.level(added.name)) {
                        method.statements.add(Statements.add(Expressions.call(added.name, Expressions.argument())));
                    }
                });
            }
        });
        return declaring.isPresent();
    }
}
