package io.livepatch.it.pairs;

/** A class within a class, with a method {@code get}. */
final class Nested {
    /** What kind of class. */
    enum Kind {
        STATIC("static class %s { private final int v; %1$s(int v) { this.v = v; } int get() { return v + %s; } }"),
        INNER("class %s { private final int v; %1$s(int v) { this.v = v; } int get() { return v + %s; } }"),
        RECORD("record %s(int v) { int get() { return v + %s; } }"),
        ENUM(
                "enum %s { ONE, TWO { @Override int get(int v) { return super.get(v) + 5; } }; int get(int v) { return v + %s; } }");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    final String name;
    final Kind kind;
    Code value;

    Nested(String name, Kind kind, Code value) {
        this.name = name;
        this.kind = kind;
        this.value = value;
    }

    String text(Program program, Type type) {
        Scope scope = Scope.of(program, type, kind != Kind.INNER).withArgument("v");
        return "    " + kind.text.formatted(name, value.in(scope)) + "\n";
    }

    String use(String argument) {
        if (kind == Kind.ENUM) {
            return "%1$s.values()[Math.floorMod(%2$s, 2)].get(%2$s)".formatted(name, argument);
        }
        return "new %s(%s).get()".formatted(name, argument);
    }
}
