package io.livepatch.it.pairs;

/** A field. */
final class Field {
    /** What it holds. */
    enum Kind {
        INT("int", "%s"),
        LONG("long", "((int) %s)"),
        LIST("java.util.List<Integer>", "%s.size()");

        final String type;
        final String read;

        Kind(String type, String read) {
            this.type = type;
            this.read = read;
        }
    }

    final String name;
    final Kind kind;
    final boolean isStatic;
    final boolean isFinal;
    final boolean isVolatile;
    Access access;
    /** In the scope of its class, with the constructor's argument if {@link #byConstructors}. */
    Code initial;
    /** Whether each constructor sets it, and not an initialiser. */
    boolean byConstructors;

    Field(String name, Kind kind, boolean isStatic, boolean isFinal, boolean isVolatile, Access access, Code initial) {
        this.name = name;
        this.kind = kind;
        this.isStatic = isStatic;
        this.isFinal = isFinal;
        this.isVolatile = isVolatile && !isFinal;
        this.access = access;
        this.initial = initial;
    }

    boolean canBeAssigned() {
        return !isFinal && kind != Kind.LIST;
    }

    String read(String of) {
        return kind.read.formatted(of + name);
    }

    String text(Program program, Type type) {
        String modifiers = access.text + (isStatic ? "static " : "") + (isFinal ? "final " : "");
        String declaration = modifiers + (isVolatile ? "volatile " : "") + kind.type + " " + name;
        return byConstructors
                ? declaration + ";\n"
                : declaration + " = " + initial.in(Scope.of(program, type, isStatic)) + ";\n";
    }
}
