package io.livepatch.statics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Fields as {@code jdk.internal.misc.Unsafe} sees them: whoever declares them, in whatever module, final or not. Unlike {@code sun.misc.Unsafe} it
 * prints no warning, and knows fields of records and of hidden classes. Thread-safe.
 */
final class JdkUnsafe {
    private static final String NAME = "jdk.internal.misc.Unsafe";

    private final Lookup lookup;
    private final Object unsafe;
    private final MethodHandle declaredFields;
    private final MethodHandle initialize;
    private final MethodHandle staticBase;
    private final MethodHandle staticOffset;
    private final MethodHandle objectOffset;
    private final MethodHandle getReference;

    /** Needs {@code java.lang} and {@code jdk.internal.misc} to be open to us. */
    JdkUnsafe() {
        try {
            Class<?> type = Class.forName(NAME);
            lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            unsafe = lookup.findStatic(type, "getUnsafe", MethodType.methodType(type))
                    .invoke();
            // the public methods hide fields of some JDK classes
            declaredFields = MethodHandles.privateLookupIn(Class.class, MethodHandles.lookup())
                    .findVirtual(
                            Class.class, "getDeclaredFields0", MethodType.methodType(Field[].class, boolean.class));
            initialize = method("ensureClassInitialized", void.class, Class.class);
            staticBase = method("staticFieldBase", Object.class, Field.class);
            staticOffset = method("staticFieldOffset", long.class, Field.class);
            objectOffset = method("objectFieldOffset", long.class, Field.class);
            getReference = method("getReference", Object.class, Object.class, long.class);
        } catch (Throwable e) {
            throw new IllegalStateException("this JDK does not let us at the fields of others: " + e, e);
        }
    }

    /** A method of Unsafe, with the object that it needs. */
    MethodHandle method(String name, Class<?> result, Class<?>... parameters) throws ReflectiveOperationException {
        return lookup.bind(unsafe, name, MethodType.methodType(result, parameters));
    }

    /**
     * All fields that a class declares. Loads the types of the fields.
     *
     * @throws LinkageError if one of these types cannot be loaded
     */
    Field[] declaredFields(Class<?> type) {
        try {
            return (Field[]) declaredFields.invokeExact(type, false);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** @throws LinkageError if the initializer of the class fails, or has failed before */
    void initialize(Class<?> type) {
        try {
            initialize.invokeExact(type);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** The object that holds a static field. */
    Object staticBase(Field field) {
        try {
            return staticBase.invokeExact(field);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    long staticOffset(Field field) {
        try {
            return (long) staticOffset.invokeExact(field);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    long objectOffset(Field field) {
        try {
            return (long) objectOffset.invokeExact(field);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** What a field holds that is of no primitive type. */
    Object reference(Object base, long offset) {
        try {
            return getReference.invokeExact(base, offset);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** For what a method handle throws that declares no checked exception. */
    static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
}
