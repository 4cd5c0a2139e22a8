package io.livepatch.it.pairs;

import java.util.List;
import java.util.stream.Collectors;

/** The text of a version, with a class {@code Probe} whose {@code run} shows everything that can be seen. */
final class Source {
    /** Parts lines of what a probe shows. */
    static final String LINE = "|";

    /** Lines that show objects which were made before begin so. */
    static final String KEPT = "kept ";

    private static final int ROUNDS = 5;
    private static final String TOOLS = """
            class Util {
                static int twice(int n) { return n * 2; }
            }
            class Trace {
                private static final StringBuilder SEEN = new StringBuilder();
                static void add(String what) { SEEN.append(what).append(' '); }
                static String take() { String seen = SEEN.toString(); SEEN.setLength(0); return seen; }
            }
            """;

    private final Program program;
    private final Program other;
    private final Program old;

    Source(Program program, Program other, Program old) {
        this.program = program;
        this.other = other;
        this.old = old;
    }

    String text() {
        return "package " + program.name + ";\n" + TOOLS
                + program.types.values().stream().map(this::type).collect(Collectors.joining()) + kept() + probe();
    }

    private String type(Type type) {
        StringBuilder text = new StringBuilder(type.isInterface ? "interface " : "class ").append(type.name);
        text.append(type.parent == null ? "" : " extends " + type.parent.name);
        String interfaces = type.interfaces.stream().map(each -> each.name).collect(Collectors.joining(", "));
        text.append(interfaces.isEmpty() ? "" : " implements " + interfaces).append(" {\n");
        type.fields.forEach(each -> text.append("    ").append(each.text(program, type)));
        type.constructors.forEach(each -> text.append(each.text(program, type)));
        type.methods.forEach(each -> text.append("    ").append(each.text(program, type)));
        type.nested.forEach(each -> text.append(each.text(program, type)));
        if (type.shown != null) {
            Scope scope = Scope.of(program, type, false).withArgument("1");
            text.append("    @Override public String toString() { return \"" + type.name + "\" + ")
                    .append(type.shown.in(scope))
                    .append("; }\n");
        }
        return text.append(type.isInterface ? "" : state(type)).append("}\n").toString();
    }

    /** The fields that both versions have, as they are. */
    private String state(Type type) {
        Type same = other.types.get(type.name);
        String fields = type.fields.stream()
                .filter(field -> !field.isStatic
                        && same != null
                        && same.field(field.name).isPresent())
                .map(field -> " + ' ' + " + field.read(""))
                .sorted()
                .collect(Collectors.joining());
        return "    String state() { return " + (type.parent == null ? "\"\"" : "super.state()") + fields + "; }\n";
    }

    private List<Type> keptClasses() {
        return old.types.values().stream().filter(type -> !type.isInterface).toList();
    }

    private String kept() {
        StringBuilder text = new StringBuilder("class Kept {\n");
        for (Type type : keptClasses()) {
            text.append("    static final %1$s[] %1$s = new %1$s[%2$d];\n".formatted(type.name, ROUNDS));
            // one whose constructor fails is not there; a class whose initialiser fails would be broken for good
            text.append(("    static { for (int i = 0; i < %2$d; i++) { Probe.reset();"
                            + " try { %1$s[i] = new %1$s(4); } catch (RuntimeException e) { %1$s[i] = null; } } }\n")
                    .formatted(type.name, ROUNDS));
            text.append("    static String state(%1$s made) { return made == null ? \"none\" : made.state(); }\n"
                    .formatted(type.name));
        }
        return text.append("}\n").toString();
    }

    private String probe() {
        StringBuilder text = new StringBuilder("class Probe {\n    static int round = 1;\n");
        StringBuilder run = new StringBuilder();
        for (Type type : program.types.values()) {
            if (!type.isInterface) {
                for (Constructor each : type.constructors) {
                    String made = "new " + type.name + "(" + each.kind.arguments.formatted("2") + ")";
                    line(text, run, "fresh " + type.name, type, made);
                }
            }
        }
        for (Type type : keptClasses()) {
            line(text, run, KEPT + type.name, program.types.get(type.name), "Kept." + type.name + "[k]");
        }
        text.append("    static String run() {\n        int k = round++;\n        String out = \"\";\n")
                .append(run);
        text.append("        return out;\n    }\n    static String state() {\n        return \"\"");
        for (Type type : keptClasses()) {
            text.append(" + \"%1$s:\" + Kept.state(Kept.%1$s[0]) + '|'".formatted(type.name));
        }
        return text.append(";\n    }\n}\n").toString();
    }

    private void line(StringBuilder text, StringBuilder run, String name, Type type, String object) {
        String method = "line" + text.length();
        // the name first, so that a line is known by it also if it ends in an exception
        run.append("        reset();\n        Trace.take();\n        out += \"" + name + ": \";\n        try { out += ")
                .append(method)
                .append("(k); } catch (Throwable e) { out += e; }\n        out += ' ' + Trace.take() + '|';\n");
        if (text.indexOf("void reset()") < 0) {
            text.append(reset());
        }
        text.append("    static String ")
                .append(method)
                .append("(int k) {\n        ")
                .append(type.name);
        text.append(" o = ").append(object).append(";\n");
        // the first look at kept objects makes them
        text.append(name.startsWith(KEPT) ? "        reset();\n        Trace.take();\n" : "");
        text.append("        String out = o.state();\n");
        List<String> calls = type.chain()
                .flatMap(each -> each.methods.stream())
                .map(each -> each.name)
                .distinct()
                .sorted()
                .toList();
        Type outside = new Type("Probe", false, null);
        for (String call : calls) {
            for (boolean isStatic : List.of(true, false)) {
                if (program.canCall(outside, type, call, isStatic)) {
                    text.append("        out += \" " + call + "=\" + o." + call + "(3);\n");
                }
            }
        }
        type.chain()
                .flatMap(each -> each.fields.stream())
                .map(each -> each.name)
                .distinct()
                .forEach(field -> {
                    Field found = Program.readable(outside, type, field);
                    if (found != null && (!found.isStatic || found.isFinal)) {
                        text.append("        out += \" " + field + "=\" + " + found.read("o.") + ";\n");
                    }
                });
        text.append(type.isShown() ? "        out += o;\n" : "").append("        return out;\n    }\n");
    }

    /** Sets back what can change and is shared by both versions. */
    private String reset() {
        StringBuilder text = new StringBuilder("    static void reset() {\n");
        for (Type type : old.types.values()) {
            for (Field field : type.fields) {
                boolean there = program.types.get(type.name).field(field.name).isPresent();
                if (there && field.isStatic && !field.isFinal) {
                    text.append("        " + type.name + "." + field.name + " = 6;\n");
                }
            }
        }
        return text.append("    }\n").toString();
    }
}
