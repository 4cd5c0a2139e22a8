package io.livepatch.it.pairs;

/** Makes members with names of their own. */
final class RandomMembers {
    private static final Access[] ACCESS = Access.values();

    private final Program program;
    final RandomCode code;
    private int next;

    /** @param first number to be used in names */
    RandomMembers(Program program, RandomCode code, int first) {
        this.program = program;
        this.code = code;
        next = first;
    }

    Access access() {
        return code.any(ACCESS);
    }

    Method method(Type type) {
        boolean isStatic = code.chance(30);
        int level = code.number(3);
        String prefix = isStatic ? "s" : type.isInterface ? "d" : "m";
        return method(type, prefix + level + "_" + next++, isStatic);
    }

    /** A method of this name, perhaps one that overrides another. */
    Method method(Type type, String name, boolean isStatic) {
        Access access = type.isInterface ? Access.PUBLIC : access();
        Method method = new Method(name, type.name + "." + name, isStatic, access, null);
        code.body(method, RandomCode.level(name));
        if (!isStatic && code.chance(40)) {
            method.result = Expressions.binary("+", method.result, Expressions.superCall(name, Expressions.argument()));
        }
        method.isSynchronized = code.chance(10);
        type.methods.add(method);
        return method;
    }

    Field field(Type type) {
        Field.Kind kind = code.any(Field.Kind.values());
        boolean isFinal = code.chance(30);
        Field field = new Field("f" + next++, kind, false, isFinal, code.chance(20), access(), null);
        if (kind == Field.Kind.LIST) {
            field.initial = scope -> "new java.util.ArrayList<>()";
        } else {
            field.initial = value();
            field.byConstructors = code.chance(35);
            if (field.byConstructors && code.chance(60)) {
                field.initial = Expressions.binary("+", Expressions.argument(), field.initial);
            }
        }
        type.fields.add(field);
        return field;
    }

    /** A static field: final and computed, final and constant, or one that changes, which the probe sets back. */
    Field staticField(Type type) {
        boolean isFinal = code.chance(70);
        Access access = isFinal ? access() : Access.PACKAGE;
        Field.Kind kind = code.chance(80) ? Field.Kind.INT : Field.Kind.LONG;
        Field field = new Field("K" + next, kind, true, isFinal, code.chance(20), access, staticValue(type));
        next++;
        type.fields.add(field);
        return field;
    }

    Code staticValue(Type type) {
        if (!type.fields.isEmpty() && code.chance(30)) {
            Type lower = code.any(type.chain().toList());
            return lower.fields.stream()
                    .filter(each -> each.isStatic && each.isFinal && each.kind == Field.Kind.INT)
                    .findFirst()
                    .map(each -> Expressions.binary("+", Expressions.staticField(lower.name, each.name), value()))
                    .orElse(value());
        }
        return value();
    }

    Code value() {
        int number = code.number(100);
        return switch (code.number(3)) {
            case 0 -> Expressions.literal(number);
            case 1 -> Expressions.pure(number);
            default -> scope -> "Integer.parseInt(\"" + number + "\")";
        };
    }

    void constructor(Type type, Constructor.Kind kind) {
        Code passed = Expressions.binary("+", Expressions.argument(), value());
        Constructor constructor = new Constructor(kind, code.chance(50), passed);
        for (int i = code.number(3); i > 0; i--) {
            constructor.statements.add(code.statement(1, false));
        }
        type.constructors.add(constructor);
    }

    void nested(Type type, String name) {
        type.nested.add(new Nested(name, code.any(Nested.Kind.values()), code.expression(1, false)));
    }

    /** A class with members. */
    Type type(String name, Type parent) {
        Type type = new Type(name, false, parent);
        program.types.put(name, type);
        for (Type each : program.types.values()) {
            if (each.isInterface && code.chance(40)) {
                type.interfaces.add(each);
            }
        }
        times(3, () -> staticField(type));
        times(4, () -> field(type));
        times(4, () -> method(type));
        constructor(type, Constructor.Kind.NUMBER);
        if (code.chance(40)) {
            constructor(type, Constructor.Kind.TWO);
        }
        if (code.chance(40)) {
            nested(type, "N" + code.number(3));
        }
        if (code.chance(25)) {
            type.shown = code.expression(1, false);
        }
        return type;
    }

    void times(int most, Runnable action) {
        for (int i = code.number(most + 1); i > 0; i--) {
            action.run();
        }
    }
}
