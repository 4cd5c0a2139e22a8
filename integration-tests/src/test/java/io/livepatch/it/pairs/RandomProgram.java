package io.livepatch.it.pairs;

import java.util.List;

/** Makes a program. */
final class RandomProgram {
    private RandomProgram() {}

    static void fill(Program program, RandomMembers members) {
        RandomCode code = members.code;
        if (code.chance(60)) {
            Type type = new Type("I0", true, null);
            program.types.put(type.name, type);
            // classes come later, so that its code makes none
            type.methods.add(new Method("d0_0", "I0.d0_0", false, Access.PUBLIC, Expressions.argument()));
            type.methods.add(new Method("s0_0", "I0.s0_0", true, Access.PUBLIC, Expressions.argument()));
        }
        int classes = 2 + code.number(3);
        for (int i = 0; i < classes; i++) {
            List<Type> above = code.classes();
            Type parent = above.isEmpty() || code.chance(40) ? null : code.any(above);
            members.type("C" + i, parent);
        }
        for (Type type : code.classes()) {
            if (type.parent != null && code.chance(60)) {
                override(type, members);
            }
        }
    }

    /** Overrides a method from above, if there is one that this class does not override yet. */
    static boolean override(Type type, RandomMembers members) {
        List<String> names = java.util.stream.Stream.concat(type.chain().skip(1), type.allInterfaces())
                .flatMap(above -> above.methods.stream())
                .filter(method -> !method.isStatic && type.method(method.name).isEmpty())
                .map(method -> method.name)
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return false;
        }
        members.method(type, members.code.any(names), false);
        return true;
    }
}
