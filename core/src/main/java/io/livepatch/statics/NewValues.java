package io.livepatch.statics;

import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.reshape.InitializerSlice;
import io.livepatch.reshape.SliceException;
import io.livepatch.weave.WeaveCheck;
import io.livepatch.weave.WeavingException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The values that NEW's static initialiser gives to fields of a running class. The part of it that makes them runs in a hidden class beside that
 * one, with the same rights.
 */
final class NewValues {
    private final Function<String, byte[]> newClassFiles;
    private final JvmClasses classes;
    private final JdkUnsafe unsafe;

    NewValues(Function<String, byte[]> newClassFiles, JvmClasses classes, JdkUnsafe unsafe) {
        this.newClassFiles = newClassFiles;
        this.classes = classes;
        this.unsafe = unsafe;
    }

    /**
     * Computes the values; sets no field.
     *
     * @throws IllegalArgumentException if the patch does not bring the class, or they cannot be computed apart from the rest of the initialiser
     * @throws IllegalStateException if what computes them throws
     */
    Map<StaticField, Object> of(Class<?> owner, Collection<StaticField> fields) {
        for (StaticField each : fields) {
            if (each.isEnumConstant()) {
                throw new IllegalArgumentException(
                        each + " is an enum constant, which there must be one object of; it cannot be made anew");
            }
        }
        String what = fields.stream().map(StaticField::toString).collect(Collectors.joining(", "));
        Class<?> slice = define(owner, what, slice(owner, fields));
        run(slice, what);
        Map<StaticField, Object> values = new LinkedHashMap<>();
        for (StaticField each : fields) {
            Object value = value(slice, each.name());
            each.check(value);
            values.put(each, value);
        }
        return values;
    }

    private byte[] slice(Class<?> owner, Collection<StaticField> fields) {
        byte[] now = newClassFiles.apply(owner.getName());
        if (now == null) {
            throw new IllegalArgumentException("the patch does not bring class " + owner.getName()
                    + ", so it does not know what its initializer does in the new version");
        }
        Set<String> names = fields.stream().map(StaticField::name).collect(Collectors.toSet());
        try {
            byte[] before = classes.capture(List.of(owner)).get(owner);
            if (before == null) {
                throw new IllegalArgumentException("the JVM does not show the class file of " + owner.getName());
            }
            byte[] slice = InitializerSlice.of(now, before, names);
            List<String> problems = WeaveCheck.problems(slice, owner.getClassLoader());
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("the part of the initializer of class " + owner.getName()
                        + " that makes these fields would not pass the verifier by itself: " + problems);
            }
            return slice;
        } catch (SliceException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (WeavingException | InvalidClassFileException e) {
            throw new IllegalArgumentException(
                    "the class file of " + owner.getName() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Class<?> define(Class<?> owner, String what, byte[] slice) {
        try {
            Lookup trusted =
                    (Lookup) StaticField.of(unsafe, Lookup.class, "IMPL_LOOKUP").get();
            return trusted.in(owner)
                    .defineHiddenClass(slice, true, ClassOption.NESTMATE)
                    .lookupClass();
        } catch (LinkageError e) {
            throw notLinked(what, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK does not let us define a class beside another: " + e, e);
        }
    }

    private void run(Class<?> slice, String what) {
        try {
            Lookup trusted =
                    (Lookup) StaticField.of(unsafe, Lookup.class, "IMPL_LOOKUP").get();
            MethodHandle initializer =
                    trusted.findStatic(slice, InitializerSlice.METHOD, MethodType.methodType(void.class));
            initializer.invokeExact();
        } catch (LinkageError e) {
            throw notLinked(what, e);
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "the initializer of the new version fails when it makes " + what + ": " + e, e);
        }
    }

    private static IllegalArgumentException notLinked(String what, LinkageError cause) {
        return new IllegalArgumentException(
                "what the initializer of the new version needs to make " + what + " is not there in this JVM: " + cause,
                cause);
    }

    private Object value(Class<?> slice, String name) {
        try {
            return StaticField.of(unsafe, slice, name).get();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("a slice has a field for each value", e);
        }
    }
}
