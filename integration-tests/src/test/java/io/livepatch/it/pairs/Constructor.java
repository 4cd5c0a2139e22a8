package io.livepatch.it.pairs;

import java.util.ArrayList;
import java.util.List;

/** A constructor. */
final class Constructor {
    /** What it takes; each class has one that takes a number. */
    enum Kind {
        NUMBER("int a", "a", "%s"),
        TWO("int a, int b", "(a + b)", "%s, 3"),
        TEXT("String t", "t.length()", "\"t\" + (%s)");

        final String parameters;
        final String number;
        final String arguments;

        Kind(String parameters, String number, String arguments) {
            this.parameters = parameters;
            this.number = number;
            this.arguments = arguments;
        }
    }

    final Kind kind;
    /** Whether it calls the one that takes a number. */
    boolean chained;

    final List<Code> statements = new ArrayList<>();
    Code passedOn;

    Constructor(Kind kind, boolean chained, Code passedOn) {
        this.kind = kind;
        this.chained = chained && kind != Kind.NUMBER;
        this.passedOn = passedOn;
    }

    String text(Program program, Type type) {
        Scope early = Scope.of(program, type, true).withArgument(kind.number);
        Scope scope = Scope.of(program, type, false).withArgument(kind.number);
        StringBuilder text = new StringBuilder("    ");
        text.append(type.name).append('(').append(kind.parameters).append(") {\n        ");
        if (chained) {
            text.append("this(").append(passedOn.in(early)).append(");\n");
        } else {
            text.append(type.parent == null ? "super(" : "super(" + passedOn.in(early))
                    .append(");\n");
            for (Field field : type.fields) {
                if (field.byConstructors) {
                    text.append("        this.").append(field.name).append(" = ");
                    text.append(field.initial.in(early)).append(";\n");
                }
            }
        }
        text.append("        int r = 1;\n");
        statements.forEach(
                each -> text.append("        ").append(each.in(scope)).append('\n'));
        return text.append("        Trace.add(\"new ")
                .append(type.name)
                .append("\");\n    }\n")
                .toString();
    }
}
