package io.livepatch.it.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A class or an interface of a program. */
final class Type {
    final String name;
    final boolean isInterface;
    final Type parent;
    final List<Type> interfaces = new ArrayList<>();
    final List<Method> methods = new ArrayList<>();
    final List<Field> fields = new ArrayList<>();
    final List<Constructor> constructors = new ArrayList<>();
    final List<Nested> nested = new ArrayList<>();
    /** What {@code toString} says, if it is overridden. */
    Code shown;

    Type(String name, boolean isInterface, Type parent) {
        this.name = name;
        this.isInterface = isInterface;
        this.parent = parent;
    }

    /** This class and those above it, the nearest first. */
    Stream<Type> chain() {
        return Stream.iterate(this, type -> type != null, type -> type.parent);
    }

    Optional<Method> method(String wanted) {
        return methods.stream().filter(each -> each.name.equals(wanted)).findFirst();
    }

    Optional<Field> field(String wanted) {
        return fields.stream().filter(each -> each.name.equals(wanted)).findFirst();
    }

    /** The interfaces that objects of it have. */
    Stream<Type> allInterfaces() {
        return isInterface ? Stream.of(this) : chain().flatMap(type -> type.interfaces.stream());
    }

    boolean has(Constructor.Kind kind) {
        return constructors.stream().anyMatch(each -> each.kind == kind);
    }

    boolean isShown() {
        return chain().anyMatch(type -> type.shown != null);
    }
}
