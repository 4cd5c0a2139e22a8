package io.livepatch.weave;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The one class that woven code and access classes call: {@code java.lang.LivepatchGate}, defined at run time. Every module reads java.base, no
 * class loader may keep {@code java.*} for itself, and {@code invokestatic} on it is legal in every class file version; unlike
 * an entry on the boot class path it prints nothing and keeps class data sharing. It mentions JDK types only, hands every
 * question on, and stays as long as the JVM.
 */
public final class Dispatcher {
    /** Binary name. */
    public static final String NAME = "java.lang.LivepatchGate";

    static final String INTERNAL_NAME = NAME.replace('.', '/');
    static final String METHOD = "enter";
    static final String DESCRIPTOR = "(I)Z";
    static final String LINK = "link";

    private Dispatcher() {}

    /**
     * Defines the class and connects it. Needs {@code java.lang} to be open to us.
     *
     * @param gate answers every question; asked once about 0 here
     * @param linker links the bridges of added classes, given all arguments of the bootstrap method
     * @throws IllegalStateException if it is there already: another engine runs in this JVM
     */
    public static void install(IntPredicate gate, Function<Object[], ?> linker) {
        try {
            Lookup lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
            Class<?> dispatcher = lookup.defineClass(DispatcherClass.bytes());
            set(dispatcher, DispatcherClass.GATE, gate);
            set(dispatcher, DispatcherClass.LINKER, linker);
            // links the call before the first woven method makes it
            dispatcher.getMethod(METHOD, int.class).invoke(null, 0);
        } catch (LinkageError e) {
            throw new IllegalStateException("another livepatch engine runs in this JVM already", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the dispatcher cannot be defined", e);
        }
    }

    private static void set(Class<?> dispatcher, String name, Object value) throws ReflectiveOperationException {
        Field field = dispatcher.getDeclaredField(name);
        field.setAccessible(true);
        field.set(null, value);
    }
}
