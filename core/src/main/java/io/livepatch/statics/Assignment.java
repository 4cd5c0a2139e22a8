package io.livepatch.statics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** New values of static fields. */
final class Assignment implements Change {
    private final Map<StaticField, Object> values;
    private final Map<StaticField, Object> before = new LinkedHashMap<>();
    private final Recompilation recompilation;

    /** @param values checked: each field can hold its value */
    Assignment(Map<StaticField, Object> values, Recompilation recompilation) {
        this.values = values;
        this.recompilation = recompilation;
    }

    /** Sets the fields. Compiled code may go on with the old values of final ones until {@link #recompile}. */
    void make() {
        values.forEach((field, value) -> {
            before.put(field, field.get());
            field.put(value);
        });
    }

    /** What there is to say about compiled code; empty if there is nothing. */
    String recompile() {
        return recompilation.after(values.keySet());
    }

    /** Restores the fields that still hold what they were given, and no others. */
    @Override
    public String undo() throws ChangeLeftException {
        List<StaticField> left = new ArrayList<>();
        values.forEach((field, value) -> {
            Object old = before.get(field);
            if (!field.replace(value, old) && !field.holds(old)) {
                left.add(field);
            }
        });
        String compiled = recompile();
        if (!left.isEmpty()) {
            throw new ChangeLeftException(named(left)
                    + " was given another value since the patch set it, so it keeps that; look whether the library can go on with it"
                    + compiled);
        }
        return compiled;
    }

    @Override
    public String toString() {
        return "value of " + named(values.keySet());
    }

    private static String named(Iterable<StaticField> fields) {
        List<String> names = new ArrayList<>();
        fields.forEach(each -> names.add(each.toString()));
        return names.stream().collect(Collectors.joining(", "));
    }
}
