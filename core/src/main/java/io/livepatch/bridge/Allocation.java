package io.livepatch.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/**
 * Makes objects for which a constructor of the superclass has run and none of their own class, by what the JDK has for
 * deserialization. An added constructor does the rest in a companion.
 */
final class Allocation {
    private static final MethodHandle NEW_CONSTRUCTOR = newConstructor();
    private static final MethodHandle MAKE = make();

    private Allocation() {}

    static MethodHandle handle(BridgeCall call) throws ReflectiveOperationException {
        Class<?> type = call.ownerClass();
        MethodType arguments = call.methodType();
        if (type.getSuperclass() != call.superclass() || Modifier.isAbstract(type.getModifiers())) {
            throw new InstantiationException(type.getName() + " is abstract, or its superclass is not "
                    + call.superclass().getName());
        }
        Constructor<?> of = call.superclass().getDeclaredConstructor(arguments.parameterArray());
        if (Modifier.isPrivate(of.getModifiers())) {
            // else checked by nobody
            throw new IllegalAccessException(of + " is private");
        }
        return MAKE.bindTo(constructor(type, of))
                .asCollector(Object[].class, arguments.parameterCount())
                .asType(arguments.changeReturnType(type));
    }

    /** A constructor of {@code type} that runs the given one of a superclass only. */
    private static Constructor<?> constructor(Class<?> type, Constructor<?> ofSuperclass) {
        try {
            return (Constructor<?>) NEW_CONSTRUCTOR.invoke(type, ofSuperclass);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands on what the constructor throws as it is. */
    static Object make(Constructor<?> constructor, Object[] arguments) throws Throwable {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static MethodHandle make() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            Allocation.class,
                            "make",
                            MethodType.methodType(Object.class, Constructor.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The JDK's own, since module jdk.unsupported, which has it for everybody, may be missing. Needs its package open to us. */
    private static MethodHandle newConstructor() {
        try {
            Class<?> factory = Class.forName("jdk.internal.reflect.ReflectionFactory");
            Lookup lookup = MethodHandles.privateLookupIn(factory, MethodHandles.lookup());
            Object instance = lookup.findStatic(factory, "getReflectionFactory", MethodType.methodType(factory))
                    .invoke();
            return lookup.findVirtual(
                            factory,
                            "newConstructorForSerialization",
                            MethodType.methodType(Constructor.class, Class.class, Constructor.class))
                    .bindTo(instance);
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
