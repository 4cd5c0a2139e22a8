package io.livepatch.it.pairs;

import java.util.ArrayList;
import java.util.List;

/** A method from int to int. What it does besides is noted under its label, which it keeps wherever it moves. */
final class Method {
    final String name;
    final String label;
    final boolean isStatic;
    final List<Code> statements = new ArrayList<>();
    Access access;
    boolean isSynchronized;
    Code result;

    Method(String name, String label, boolean isStatic, Access access, Code result) {
        this.name = name;
        this.label = label;
        this.isStatic = isStatic;
        this.access = access;
        this.result = result;
    }

    String text(Program program, Type type) {
        Scope scope = Scope.of(program, type, isStatic);
        StringBuilder text = new StringBuilder(modifiers(program, type));
        text.append("int ")
                .append(name)
                .append("(int a) {\n        Trace.add(\"")
                .append(label);
        text.append("\");\n        int r = a;\n");
        statements.forEach(
                each -> text.append("        ").append(each.in(scope)).append('\n'));
        return text.append("        return r + ")
                .append(result.in(scope))
                .append(";\n    }\n")
                .toString();
    }

    private String modifiers(Program program, Type type) {
        if (type.isInterface) {
            return isStatic ? "static " : "default ";
        }
        return program.access(type, this).text + (isStatic ? "static " : "") + (isSynchronized ? "synchronized " : "");
    }
}
