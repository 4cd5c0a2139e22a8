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

    /** Whether a subclass can have a field of this name that takes its place in all code which could read this one. */
    boolean canBeHiddenBy(Type type) {
        return access != Access.PRIVATE && kind != Kind.LIST && type.field(name).isEmpty();
    }

    /** A field of this name for a subclass. */
    Field hiding(Code value) {
        return new Field(name, kind, isStatic, isFinal, isVolatile, access, value);
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
