package io.livepatch.weave;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.IntPredicate;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.FieldManifestation;
import net.bytebuddy.description.modifier.Ownership;
import net.bytebuddy.description.modifier.TypeManifestation;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.MethodCall;

/**
 * The one class that woven code calls: {@code java.lang.LivepatchGate}, defined at run time. Every module reads java.base, no
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
    private static final String HANDLER = "handler";

    private Dispatcher() {}

    /**
     * Defines the class and connects it. Needs {@code java.lang} to be open to us.
     *
     * @param gate answers every question; asked once about 0 here
     * @throws IllegalStateException if it is there already: another engine runs in this JVM
     */
    public static void install(IntPredicate gate) {
        try {
            Lookup lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
            Class<?> dispatcher = lookup.defineClass(classFile());
            Field handler = dispatcher.getDeclaredField(HANDLER);
            handler.setAccessible(true);
            handler.set(null, gate);
            // links the call before the first woven method makes it
            dispatcher.getMethod(METHOD, int.class).invoke(null, 0);
        } catch (LinkageError e) {
            throw new IllegalStateException("another livepatch engine runs in this JVM already", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the dispatcher cannot be defined", e);
        }
    }

    private static byte[] classFile() throws NoSuchMethodException {
        return new ByteBuddy(ClassFileVersion.JAVA_V8)
                .with(TypeValidation.DISABLED)
                .subclass(Object.class, ConstructorStrategy.Default.NO_CONSTRUCTORS)
                .name(NAME)
                .modifiers(Visibility.PUBLIC, TypeManifestation.FINAL)
                .defineField(
                        HANDLER, IntPredicate.class, Visibility.PRIVATE, Ownership.STATIC, FieldManifestation.VOLATILE)
                .annotateField(setOnce())
                .defineMethod(METHOD, boolean.class, Visibility.PUBLIC, Ownership.STATIC)
                .withParameters(int.class)
                .intercept(MethodCall.invoke(IntPredicate.class.getMethod("test", int.class))
                        .onField(HANDLER)
                        .withArgument(0))
                .make()
                .getBytes();
    }

    /**
     * Has the JIT take the field for a constant, since it never changes again: the gate is then known, and becomes part of the
     * woven method. The JVM heeds the annotation in classes of the boot loader; without it a gate is slower, and as right.
     */
    private static List<AnnotationDescription> setOnce() {
        try {
            Class<?> stable = Class.forName("jdk.internal.vm.annotation.Stable", false, null);
            TypeDescription type = TypeDescription.ForLoadedType.of(stable);
            return List.of(AnnotationDescription.Builder.ofType(type).build());
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }
}
