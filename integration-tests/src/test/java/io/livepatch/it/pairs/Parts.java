package io.livepatch.it.pairs;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What edits do to the parts of a program. */
final class Parts {
    private Parts() {}

    static boolean anyMethod(Type type, RandomMembers members, Consumer<Method> change) {
        if (type.methods.isEmpty()) {
            return false;
        }
        change.accept(members.code.any(type.methods));
        return true;
    }

    /** Uses an expression in some methods above a level. */
    static void use(Program program, RandomMembers members, Code value, int above) {
        List<Method> methods = program.types.values().stream()
                .flatMap(type -> type.methods.stream())
                .filter(method -> RandomCode.level(method.name) > above)
                .toList();
        if (!methods.isEmpty()) {
            Stream.of(members.code.any(methods), members.code.any(methods))
                    .forEach(method -> method.statements.add(Statements.add(value)));
        }
    }

    static boolean moveMethod(Type from, Type to, RandomMembers members) {
        return move(from.methods, to.methods, each -> to.method(each.name).isEmpty(), members);
    }

    static boolean moveField(Type from, Type to, RandomMembers members) {
        return move(from.fields, to.fields, each -> to.field(each.name).isEmpty(), members);
    }

    static <T> boolean move(List<T> from, List<T> to, Predicate<T> fits, RandomMembers members) {
        List<T> movable = from.stream().filter(fits).toList();
        if (movable.isEmpty()) {
            return false;
        }
        T moved = members.code.any(movable);
        from.remove(moved);
        return to.add(moved);
    }

    static List<Type> below(Type type, RandomMembers members) {
        return members.code.classes().stream()
                .filter(each -> each.parent == type)
                .toList();
    }
}
