package io.livepatch.it.pairs;

/** Expressions, each an int. */
final class Expressions {
    private static final String FUNCTION = "java.util.function.IntUnaryOperator";

    private Expressions() {}

    static Code literal(int value) {
        return scope -> Integer.toString(value);
    }

    static Code argument() {
        return Scope::argument;
    }

    static Code pure(int value) {
        return scope -> "Util.twice(" + value + ")";
    }

    static Code binary(String operator, Code left, Code right) {
        return scope -> "(" + left.in(scope) + " " + operator + " " + right.in(scope) + ")";
    }

    static Code field(String name) {
        return scope -> {
            Field field = Program.readable(scope.type(), scope.type(), name);
            return field == null || field.isStatic || scope.isStatic() ? "7" : field.read("");
        };
    }

    static Code staticField(String type, String name) {
        return scope -> {
            Type declaring = scope.program().types.get(type);
            Field field = declaring == null ? null : declaring.field(name).orElse(null);
            boolean readable =
                    field != null && field.isStatic && (field.access != Access.PRIVATE || declaring == scope.type());
            return readable ? field.read(type + ".") : "11";
        };
    }

    static Code call(String method, Code argument) {
        return scope -> scope.program().canCall(scope.type(), scope.type(), method, scope.isStatic())
                ? method + "(" + argument.in(scope) + ")"
                : argument.in(scope);
    }

    static Code superCall(String method, Code argument) {
        return scope -> {
            Type type = scope.type();
            boolean known = !scope.isStatic()
                    && type.parent != null
                    && scope.program().canCall(type, type.parent, method, false);
            return known ? type.name + ".super." + method + "(" + argument.in(scope) + ")" : argument.in(scope);
        };
    }

    static Code staticCall(String type, String method, Code argument) {
        return scope -> {
            Type declaring = scope.program().types.get(type);
            boolean known = declaring != null
                    && declaring.method(method).isPresent()
                    && scope.program().canCall(scope.type(), declaring, method, true);
            return known ? type + "." + method + "(" + argument.in(scope) + ")" : argument.in(scope);
        };
    }

    /** Calls a method of a new object, seen as something of a type above its class. */
    static Code callOfNew(String type, Constructor.Kind kind, String seenAs, String method, Code argument) {
        return scope -> {
            Type made = scope.program().types.get(type);
            Type seen = scope.program().types.get(seenAs);
            boolean known = made != null && seen != null && scope.program().canCall(scope.type(), seen, method, false);
            return known
                    ? "((" + seenAs + ") " + made(made, kind, argument.in(scope)) + ")." + method + "("
                            + argument.in(scope) + ")"
                    : argument.in(scope);
        };
    }

    static Code fieldOfNew(String type, Constructor.Kind kind, String name, Code argument) {
        return scope -> {
            Type made = scope.program().types.get(type);
            Field field = made == null ? null : Program.readable(scope.type(), made, name);
            return field == null || field.isStatic
                    ? argument.in(scope)
                    : field.read(made(made, kind, argument.in(scope)) + ".");
        };
    }

    private static String made(Type type, Constructor.Kind kind, String argument) {
        Constructor.Kind used = type.has(kind) ? kind : Constructor.Kind.NUMBER;
        return "new " + type.name + "(" + used.arguments.formatted(argument) + ")";
    }

    static Code lambda(Code body, Code argument) {
        return scope -> {
            Scope inner = scope.inner();
            return "((" + FUNCTION + ") " + inner.argument() + " -> " + body.in(inner) + " + " + scope.argument()
                    + ").applyAsInt(" + argument.in(scope) + ")";
        };
    }

    static Code anonymous(Code body, Code argument) {
        return scope -> {
            Scope inner = scope.inner();
            return "new " + FUNCTION + "() { int n = 3; @Override public int applyAsInt(int " + inner.argument()
                    + ") { return n++ + " + body.in(inner) + "; } }.applyAsInt(" + argument.in(scope) + ")";
        };
    }

    static Code reference(String method, Code argument) {
        return scope -> {
            Type type = scope.type();
            boolean known = scope.program().canCall(type, type, method, scope.isStatic());
            String receiver = scope.isStatic() ? type.name : type.name + ".this";
            return known
                    ? "((" + FUNCTION + ") " + receiver + "::" + method + ").applyAsInt(" + argument.in(scope) + ")"
                    : argument.in(scope);
        };
    }

    static Code nested(String name, Code argument) {
        return scope -> scope.type().nested.stream()
                .filter(each -> each.name.equals(name))
                .filter(each -> each.kind != Nested.Kind.INNER || !scope.isStatic())
                .findFirst()
                .map(each -> each.use(argument.in(scope)))
                .orElse(argument.in(scope));
    }

    static Code choice(Code selector, Code first, Code second) {
        return scope -> "(switch (\"k\" + Math.floorMod(" + selector.in(scope) + ", 3)) { case \"k0\" -> "
                + first.in(scope) + "; case \"k1\" -> " + second.in(scope) + "; default -> 4; })";
    }
}
