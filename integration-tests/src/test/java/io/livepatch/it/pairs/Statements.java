package io.livepatch.it.pairs;

/** Statements, which may change {@code r}. */
final class Statements {
    private Statements() {}

    static Code add(Code value) {
        return scope -> "r += " + value.in(scope) + ";";
    }

    static Code note(Code value) {
        return scope -> "Trace.add(\"n\" + " + value.in(scope) + ");";
    }

    static Code assign(String name, Code value) {
        return scope -> {
            Field field = Program.readable(scope.type(), scope.type(), name);
            if (field == null || field.isStatic || scope.isStatic()) {
                return "r--;";
            }
            return written(field, name, value.in(scope));
        };
    }

    static Code assignStatic(String type, String name, Code value) {
        return scope -> {
            Type declaring = scope.program().types.get(type);
            Field field = declaring == null ? null : declaring.field(name).orElse(null);
            boolean known =
                    field != null && field.isStatic && (field.access != Access.PRIVATE || declaring == scope.type());
            return known ? written(field, type + "." + name, value.in(scope)) : "r--;";
        };
    }

    private static String written(Field field, String place, String value) {
        if (field.kind == Field.Kind.LIST) {
            return field.isStatic ? "r++;" : place + ".add(" + value + ");";
        }
        return field.canBeAssigned() ? place + " += " + value + ";" : "r++;";
    }

    static Code when(Code value, Code then) {
        return scope -> "if (" + value.in(scope) + " % 2 == 0) { " + then.in(scope) + " }";
    }

    static Code loop(Code body) {
        return scope -> "for (int i = 0; i < 2; i++) { " + body.in(scope) + " }";
    }

    static Code locked(Code body) {
        return scope -> "synchronized (Util.class) { " + body.in(scope) + " }";
    }

    static Code caught(Code value, Code body) {
        return scope -> "try { int q = " + value.in(scope)
                + "; if (q % 3 == 0) { throw new IllegalStateException(\"q\" + q); } r += 6 / (q % 2); "
                + body.in(scope)
                + " } catch (IllegalStateException e) { r ^= e.getMessage().length(); } catch (ArithmeticException e) { r -= 9; } finally { r++; }";
    }
}
