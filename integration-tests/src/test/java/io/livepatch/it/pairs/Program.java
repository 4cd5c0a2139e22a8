package io.livepatch.it.pairs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The classes of one version, and what may be said of them where. */
final class Program {
    final String name;
    final Map<String, Type> types = new LinkedHashMap<>();

    Program(String name) {
        this.name = name;
    }

    /** The access that a method needs, since it overrides another. */
    Access access(Type type, Method method) {
        if (method.name.startsWith("d")) {
            return Access.PUBLIC;
        }
        Access access = method.access;
        for (Type above = type.parent; above != null; above = above.parent) {
            Optional<Method> inherited = above.method(method.name);
            if (inherited.isPresent()) {
                Access least = access(above, inherited.get());
                access = least != Access.PRIVATE && least.compareTo(access) > 0 ? least : access;
            }
        }
        return access;
    }

    /** Whether code of a class may call a method on something of a type. */
    boolean canCall(Type from, Type type, String method, boolean isStatic) {
        Optional<Type> declaring =
                type.chain().filter(each -> each.method(method).isPresent()).findFirst();
        if (declaring.isPresent()) {
            Method found = declaring.get().method(method).orElseThrow();
            boolean open =
                    access(declaring.get(), found) != Access.PRIVATE || (declaring.get() == from && type == from);
            return open && found.isStatic == isStatic;
        }
        return !isStatic
                && type.allInterfaces()
                        .anyMatch(each -> each.method(method)
                                .filter(found -> !found.isStatic)
                                .isPresent());
    }

    /** The field that code of a class reads from something of a type, or {@code null}: the nearest of the name hides all others. */
    static Field readable(Type from, Type type, String field) {
        return type.chain()
                .filter(each -> each.field(field).isPresent())
                .findFirst()
                .filter(each ->
                        each.field(field).orElseThrow().access != Access.PRIVATE || (each == from && type == from))
                .flatMap(each -> each.field(field))
                .orElse(null);
    }
}
