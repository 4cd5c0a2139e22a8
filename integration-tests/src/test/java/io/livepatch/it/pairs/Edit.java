package io.livepatch.it.pairs;

import com.google.errorprone.annotations.Immutable;

/** What a fix does to a class. */
enum Edit {
    ANOTHER_BODY(MethodEdits::anotherBody),
    ANOTHER_RESULT(MethodEdits::anotherResult),
    ADDED_METHOD(MethodEdits::addedMethod),
    ADDED_OVERRIDE(MethodEdits::addedOverride),
    ADDED_FIELD(FieldEdits::addedField),
    ADDED_STATIC_FIELD(FieldEdits::addedStaticField),
    ANOTHER_STATIC_VALUE(FieldEdits::anotherStaticValue),
    ANOTHER_FIELD_VALUE(FieldEdits::anotherFieldValue),
    ADDED_CONSTRUCTOR(ConstructorEdits::addedConstructor),
    ANOTHER_CONSTRUCTOR(ConstructorEdits::anotherConstructor),
    ANOTHER_SUPER_CALL(ConstructorEdits::anotherSuperCall),
    ADDED_CLASS(TypeEdits::addedClass),
    ADDED_NESTED_CLASS(TypeEdits::addedNestedClass),
    ANOTHER_NESTED_CLASS(TypeEdits::anotherNestedClass),
    SYNCHRONIZED(MethodEdits::madeSynchronized),
    ACCESS_OF_METHOD(MethodEdits::accessOfMethod),
    ACCESS_OF_FIELD(FieldEdits::accessOfField),
    PULLED_UP(MethodEdits::pulledUp),
    PUSHED_DOWN(MethodEdits::pushedDown),
    FIELD_PULLED_UP(FieldEdits::fieldPulledUp),
    FIELD_PUSHED_DOWN(FieldEdits::fieldPushedDown),
    HIDING_FIELD(FieldEdits::hidingField),
    REMOVED_METHOD(MethodEdits::removedMethod),
    REMOVED_FIELD(FieldEdits::removedField),
    TEXT(TypeEdits::text),
    ADDED_DEFAULT_METHOD(MethodEdits::addedDefaultMethod),
    CHAINED_CONSTRUCTOR(ConstructorEdits::chainedConstructor),
    REMOVED_CONSTRUCTOR(ConstructorEdits::removedConstructor),
    ADDED_CONSTANT(TypeEdits::addedConstant),
    ADDED_COMPONENT(TypeEdits::addedComponent),
    ADDED_INTERFACE(TypeEdits::addedInterface),
    GAINED_INTERFACE(TypeEdits::gainedInterface);

    private final Change change;

    @Immutable
    private interface Change {
        boolean apply(Program program, Type type, RandomMembers members);
    }

    Edit(Change change) {
        this.change = change;
    }

    /** Changes a class; false if there was nothing in it to change. */
    boolean apply(Program program, Type type, RandomMembers members) {
        return change.apply(program, type, members);
    }
}
