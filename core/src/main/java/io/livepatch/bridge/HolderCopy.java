package io.livepatch.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries added fields over to a clone. As with {@code clone()} the values are those of the original, also where the holder's initializer
 * would have computed others.
 */
final class HolderCopy {
    private final ShadowMap map;
    /** {@code ()Object}. */
    private final MethodHandle maker;
    /** {@code (Object)Object} to read, {@code (Object,Object)void} to write, for each field. */
    private final List<Accessors> fields;

    private record Accessors(MethodHandle getter, MethodHandle setter) {}

    private HolderCopy(ShadowMap map, MethodHandle maker, List<Accessors> fields) {
        this.map = map;
        this.maker = maker;
        this.fields = fields;
    }

    static HolderCopy of(Lookup holder) throws ReflectiveOperationException {
        Class<?> type = holder.lookupClass();
        List<Accessors> fields = new ArrayList<>();
        for (Field each : type.getDeclaredFields()) {
            if (!Modifier.isStatic(each.getModifiers())) {
                MethodHandle getter = holder.findGetter(type, each.getName(), each.getType());
                MethodHandle setter = FieldBridges.setter(holder, type, each.getName(), each.getType());
                fields.add(new Accessors(
                        getter.asType(getter.type().generic()),
                        setter.asType(setter.type().generic().changeReturnType(void.class))));
            }
        }
        MethodHandle maker = holder.findConstructor(type, MethodType.methodType(void.class))
                .asType(MethodType.methodType(Object.class));
        return new HolderCopy(Shadows.map(type), maker, fields);
    }

    /** Gives {@code to} a holder like that of {@code from}; does nothing if {@code from} has none. */
    void copy(Object from, Object to) throws Throwable {
        Object original = map.findSurely(from);
        if (original == null || from == to) {
            return;
        }
        Object copy = (Object) maker.invokeExact();
        copyFields(original, copy);
        Object present = map.putIfAbsent(to, copy);
        if (present != copy) {
            // somebody has asked for it before: the object is not as new as a clone should be
            copyFields(original, present);
        }
    }

    private void copyFields(Object original, Object copy) throws Throwable {
        for (Accessors each : fields) {
            Object value = (Object) each.getter().invokeExact(original);
            each.setter().invokeExact(copy, value);
        }
    }
}
