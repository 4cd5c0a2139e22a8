package io.livepatch.statics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** A static field, private and final ones included. Whoever gets one has initialized its class, so no initializer overwrites what is set. */
final class StaticField {
    private final Field field;
    private final Object base;
    private final long offset;
    private final MethodHandle get;
    private final MethodHandle put;
    private final MethodHandle compareAndSet;

    private StaticField(JdkUnsafe unsafe, Field field) {
        this.field = field;
        base = unsafe.staticBase(field);
        offset = unsafe.staticOffset(field);
        Class<?> type = field.getType().isPrimitive() ? field.getType() : Object.class;
        String kind = type == Object.class
                ? "Reference"
                : Character.toUpperCase(type.getName().charAt(0))
                        + type.getName().substring(1);
        try {
            get = unsafe.method("get" + kind + "Volatile", type, Object.class, long.class);
            put = unsafe.method("put" + kind + "Volatile", void.class, Object.class, long.class, type);
            compareAndSet = unsafe.method("compareAndSet" + kind, boolean.class, Object.class, long.class, type, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK does not let us at the fields of others: " + e, e);
        }
    }

    /**
     * Finds a field and initializes its class.
     *
     * @throws NoSuchFieldException if the class declares no static field of this name
     * @throws LinkageError if the class cannot be initialized
     */
    static StaticField of(JdkUnsafe unsafe, Class<?> owner, String name) throws NoSuchFieldException {
        for (Field each : unsafe.declaredFields(owner)) {
            if (each.getName().equals(name) && Modifier.isStatic(each.getModifiers())) {
                unsafe.initialize(owner);
                return new StaticField(unsafe, each);
            }
        }
        throw new NoSuchFieldException("class " + owner.getName() + " declares no static field " + name);
    }

    Class<?> owner() {
        return field.getDeclaringClass();
    }

    String name() {
        return field.getName();
    }

    String descriptor() {
        return field.getType().descriptorString();
    }

    boolean isFinal() {
        return Modifier.isFinal(field.getModifiers());
    }

    /** Whether the JVM would link a reference of a class to this field, as far as loaders and packages go (JVMS 5.3, 5.4.4). */
    boolean isInReachOf(Class<?> reader) {
        ClassLoader loader = reader.getClassLoader();
        if ((field.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0) {
            return loader == owner().getClassLoader() && reader.getPackageName().equals(owner().getPackageName());
        }
        // the boot loader asks no other for a class
        return loader != null || owner().getClassLoader() == null;
    }

    boolean isEnumConstant() {
        return field.isEnumConstant();
    }

    /** Whether a compiler may have put the value into the code that reads it (JLS 4.12.4). */
    boolean mayBeConstant() {
        return isFinal() && (field.getType().isPrimitive() || field.getType() == String.class);
    }

    /** @throws IllegalArgumentException if the field cannot hold the value */
    void check(Object value) {
        Class<?> type = field.getType();
        if (type.isPrimitive() && value == null) {
            throw new IllegalArgumentException(this + " is of the type " + type.getName() + " and cannot hold null");
        }
        Class<?> box = MethodType.methodType(type).wrap().returnType();
        if (value != null && !box.isInstance(value)) {
            throw new IllegalArgumentException(this + " is of the type " + type.getTypeName() + " and cannot hold a "
                    + value.getClass().getTypeName() + elsewhere(type, value.getClass()));
        }
    }

    private static String elsewhere(Class<?> type, Class<?> given) {
        return type.getName().equals(given.getName()) ? " of another class loader" : "";
    }

    Object get() {
        try {
            return get.invoke(base, offset);
        } catch (Throwable e) {
            throw JdkUnsafe.unchecked(e);
        }
    }

    void put(Object value) {
        try {
            put.invoke(base, offset, value);
        } catch (Throwable e) {
            throw JdkUnsafe.unchecked(e);
        }
    }

    /** Whether the field had the expected value, and has the other one now. */
    boolean replace(Object expected, Object value) {
        try {
            return (boolean) compareAndSet.invoke(base, offset, expected, value);
        } catch (Throwable e) {
            throw JdkUnsafe.unchecked(e);
        }
    }

    /** Whether the field has the value; objects are compared by identity. */
    boolean holds(Object value) {
        Object present = get();
        return field.getType().isPrimitive() ? present.equals(value) : present == value;
    }

    @Override
    public String toString() {
        return owner().getName() + "." + name();
    }
}
