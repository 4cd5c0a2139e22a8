package io.livepatch.it.pairs;

/** A class within a class, with a method {@code get}. */
final class Nested {
    /** What kind of class. */
    enum Kind {
        STATIC("static class %s { private final int v; %1$s(int v) { this.v = v; } int get() { return v + %s; } }"),
        INNER("class %s { private final int v; %1$s(int v) { this.v = v; } int get() { return v + %s; } }"),
        RECORD("record %s(int v%3$s) { int get() { return v + hashCode() %% 5 + %2$s; } %4$s}"),
        ENUM(
                "enum %s { ONE, TWO { @Override int get(int v) { return super.get(v) + 5; } }%3$s; int get(int v) { return v + %2$s; } }");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    final String name;
    final Kind kind;
    Code value;
    private int more;

    Nested(String name, Kind kind, Code value) {
        this.name = name;
        this.kind = kind;
        this.value = value;
    }

    String text(Program program, Type type) {
        Scope scope = Scope.of(program, type, kind != Kind.INNER).withArgument("v");
        String parts = switch (kind) {
            case RECORD -> ", int w".repeat(more);
            case ENUM -> ", MORE".repeat(more);
            default -> "";
        };
        String constructor = kind == Kind.RECORD && more > 0 ? name + "(int v) { this(v, v + 4); } " : "";
        return "    " + kind.text.formatted(name, value.in(scope), parts, constructor) + "\n";
    }

    /** Adds a constant to an enum, or a component to a record, which goes on being made of a number; false if that was done. */
    boolean addPart() {
        boolean isFirst = more == 0;
        more = 1;
        return isFirst;
    }

    String use(String argument) {
        if (kind == Kind.ENUM) {
            return ("(switch (%1$s.values()[Math.floorMod(%2$s, %1$s.values().length)])"
                            + " { case ONE -> %1$s.TWO.get(2); case TWO -> %1$s.ONE.get(3); default -> %1$s.values()[2].get(5); })")
                    .formatted(name, argument);
        }
        return "new %s(%s).get()".formatted(name, argument);
    }
}
