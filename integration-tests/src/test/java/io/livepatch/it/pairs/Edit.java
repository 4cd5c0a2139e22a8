package io.livepatch.it.pairs;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a fix does to a class. */
enum Edit {
    ANOTHER_BODY {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return anyMethod(type, members, method -> members.code.body(method, RandomCode.level(method.name)));
        }
    },
    ANOTHER_RESULT {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return anyMethod(
                    type, members, method -> method.result = Expressions.binary("+", method.result, members.value()));
        }
    },
    ADDED_METHOD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            Method added = members.method(type);
            Code call = added.isStatic
                    ? Expressions.staticCall(type.name, added.name, Expressions.argument())
                    : Expressions.call(added.name, Expressions.argument());
            use(program, members, call, RandomCode.level(added.name));
            return true;
        }
    },
    ADDED_OVERRIDE {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return RandomProgram.override(type, members);
        }
    },
    ADDED_FIELD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            Field added = members.field(type);
            use(program, members, Expressions.field(added.name), -1);
            return anyMethod(type, members, method -> {
                if (RandomCode.level(method.name) > 0) {
                    method.statements.add(Statements.assign(added.name, Expressions.argument()));
                }
            });
        }
    },
    ADDED_STATIC_FIELD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            Field added = members.staticField(type);
            use(program, members, Expressions.staticField(type.name, added.name), -1);
            return anyMethod(
                    type,
                    members,
                    method -> method.statements.add(
                            Statements.assignStatic(type.name, added.name, Expressions.argument())));
        }
    },
    ANOTHER_STATIC_VALUE {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            List<Field> fields = type.fields.stream()
                    .filter(field -> field.isStatic && field.isFinal)
                    .toList();
            if (fields.isEmpty()) {
                return false;
            }
            members.code.any(fields).initial = members.staticValue(new Type("none", false, null));
            return true;
        }
    },
    ANOTHER_FIELD_VALUE {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            List<Field> fields = type.fields.stream()
                    .filter(field -> !field.isStatic && field.kind != Field.Kind.LIST)
                    .toList();
            if (fields.isEmpty()) {
                return false;
            }
            members.code.any(fields).initial = members.value();
            return true;
        }
    },
    ADDED_CONSTRUCTOR {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            if (type.has(Constructor.Kind.TEXT)) {
                return false;
            }
            members.constructor(type, Constructor.Kind.TEXT);
            List<Method> methods =
                    type.methods.stream().filter(method -> !method.isStatic).toList();
            if (!methods.isEmpty()) {
                String called = members.code.any(methods).name;
                Code call = Expressions.callOfNew(
                        type.name, Constructor.Kind.TEXT, type.name, called, Expressions.argument());
                use(program, members, call, RandomCode.level(called));
            }
            return true;
        }
    },
    ANOTHER_CONSTRUCTOR {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            members.code.any(type.constructors).statements.add(members.code.statement(1, false));
            return true;
        }
    },
    ANOTHER_SUPER_CALL {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            members.code.any(type.constructors).passedOn = members.value();
            return true;
        }
    },
    ADDED_CLASS {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            String name = "A" + program.types.size();
            Type added = members.type(name, members.code.chance(50) ? type : null);
            String called = members.method(added, "m0_9" + program.types.size(), false).name;
            Type seen = members.code.any(added.chain().toList());
            use(
                    program,
                    members,
                    Expressions.callOfNew(
                            name,
                            members.code.any(Constructor.Kind.values()),
                            seen.name,
                            called,
                            Expressions.argument()),
                    0);
            return true;
        }
    },
    ADDED_NESTED_CLASS {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            if (type.nested.stream().anyMatch(each -> each.name.equals("N5"))) {
                return false;
            }
            members.nested(type, "N5");
            return anyMethod(type, members, method -> {
                if (RandomCode.level(method.name) > 0) {
                    method.statements.add(Statements.add(Expressions.nested("N5", Expressions.argument())));
                }
            });
        }
    },
    ANOTHER_NESTED_CLASS {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            type.nested.forEach(each -> each.value = members.code.expression(1, false));
            return !type.nested.isEmpty();
        }
    },
    SYNCHRONIZED {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return anyMethod(type, members, method -> method.isSynchronized = true);
        }
    },
    ACCESS_OF_METHOD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return anyMethod(type, members, method -> method.access = members.access());
        }
    },
    ACCESS_OF_FIELD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            type.fields.stream()
                    .filter(field -> !field.isStatic || field.isFinal)
                    .forEach(field -> field.access = members.access());
            return !type.fields.isEmpty();
        }
    },
    PULLED_UP {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return type.parent != null && moveMethod(type, type.parent, members);
        }
    },
    PUSHED_DOWN {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            List<Type> below = below(type, members);
            return !below.isEmpty() && moveMethod(type, members.code.any(below), members);
        }
    },
    FIELD_PULLED_UP {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return type.parent != null && moveField(type, type.parent, members);
        }
    },
    FIELD_PUSHED_DOWN {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            List<Type> below = below(type, members);
            return !below.isEmpty() && moveField(type, members.code.any(below), members);
        }
    },
    HIDING_FIELD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
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
    },
    REMOVED_METHOD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return !type.methods.isEmpty() && type.methods.remove(members.code.any(type.methods));
        }
    },
    REMOVED_FIELD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            return !type.fields.isEmpty() && type.fields.remove(members.code.any(type.fields));
        }
    },
    TEXT {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            // one that overrides the JDK's is refused as a rule
            if (type.isShown() || members.code.chance(10)) {
                type.shown = members.code.expression(1, false);
                return true;
            }
            return false;
        }
    },
    ADDED_DEFAULT_METHOD {
        @Override
        boolean apply(Program program, Type type, RandomMembers members) {
            Optional<Type> declaring = program.types.values().stream()
                    .filter(each -> each.isInterface)
                    .findFirst();
            declaring.ifPresent(each -> {
                Method added = members.method(each);
                for (Type implementing : members.code.classes()) {
                    anyMethod(implementing, members, method -> {
                        if (RandomCode.level(method.name) > RandomCode.level(added.name)) {
                            method.statements.add(Statements.add(Expressions.call(added.name, Expressions.argument())));
                        }
                    });
                }
            });
            return declaring.isPresent();
        }
    };

    /** Changes a class, if there is something to change in it. */
    abstract boolean apply(Program program, Type type, RandomMembers members);

    private static boolean anyMethod(Type type, RandomMembers members, Consumer<Method> change) {
        if (type.methods.isEmpty()) {
            return false;
        }
        change.accept(members.code.any(type.methods));
        return true;
    }

    /** Uses an expression in some methods above a level. */
    private static void use(Program program, RandomMembers members, Code value, int above) {
        List<Method> methods = program.types.values().stream()
                .flatMap(type -> type.methods.stream())
                .filter(method -> RandomCode.level(method.name) > above)
                .toList();
        if (!methods.isEmpty()) {
            Stream.of(members.code.any(methods), members.code.any(methods))
                    .forEach(method -> method.statements.add(Statements.add(value)));
        }
    }

    private static boolean moveMethod(Type from, Type to, RandomMembers members) {
        return move(from.methods, to.methods, each -> to.method(each.name).isEmpty(), members);
    }

    private static boolean moveField(Type from, Type to, RandomMembers members) {
        return move(from.fields, to.fields, each -> to.field(each.name).isEmpty(), members);
    }

    private static <T> boolean move(List<T> from, List<T> to, Predicate<T> fits, RandomMembers members) {
        List<T> movable = from.stream().filter(fits).toList();
        if (movable.isEmpty()) {
            return false;
        }
        T moved = members.code.any(movable);
        from.remove(moved);
        return to.add(moved);
    }

    private static List<Type> below(Type type, RandomMembers members) {
        return members.code.classes().stream()
                .filter(each -> each.parent == type)
                .toList();
    }
}
