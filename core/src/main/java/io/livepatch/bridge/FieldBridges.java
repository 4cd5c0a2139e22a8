package io.livepatch.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** Reads and writes of fields. */
final class FieldBridges {
    private FieldBridges() {}

    static MethodHandle plain(BridgeCall call) throws ReflectiveOperationException {
        Lookup lookup = call.owner();
        Class<?> owner = call.ownerClass();
        Class<?> type = call.fieldType();
        return switch (call.kind()) {
            case GET_FIELD -> lookup.findGetter(owner, call.name(), type);
            case PUT_FIELD -> setter(lookup, owner, call.name(), type);
            case GET_STATIC -> lookup.findStaticGetter(owner, call.name(), type);
            case PUT_STATIC -> lookup.findStaticSetter(owner, call.name(), type);
            default -> throw new IllegalArgumentException("not a plain access: " + call.kind());
        };
    }

    static MethodHandle ordered(BridgeCall call) throws ReflectiveOperationException {
        Lookup lookup = call.owner();
        Class<?> owner = call.ownerClass();
        Class<?> type = call.fieldType();
        return switch (call.kind()) {
            case GET_VOLATILE -> reads(lookup.findVarHandle(owner, call.name(), type));
            case PUT_VOLATILE -> writes(lookup.findVarHandle(owner, call.name(), type));
            case GET_STATIC_VOLATILE -> reads(lookup.findStaticVarHandle(owner, call.name(), type));
            case PUT_STATIC_VOLATILE -> writes(lookup.findStaticVarHandle(owner, call.name(), type));
            default -> throw new IllegalArgumentException("not a volatile access: " + call.kind());
        };
    }

    private static MethodHandle reads(VarHandle field) {
        return field.toMethodHandle(AccessMode.GET_VOLATILE);
    }

    private static MethodHandle writes(VarHandle field) {
        return field.toMethodHandle(AccessMode.SET_VOLATILE);
    }

    /**
     * A setter, also of a final field: code that belonged into a constructor writes one where the constructor itself could not be
     * changed. Records and hidden classes let nobody do that.
     */
    static MethodHandle setter(Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        Field field = owner.isInterface() ? null : declared(owner, name, type);
        if (field == null || !Modifier.isFinal(field.getModifiers()) || Modifier.isStatic(field.getModifiers())) {
            return lookup.findSetter(owner, name, type);
        }
        OpenPackages.toUs(owner);
        field.setAccessible(true);
        return lookup.unreflectSetter(field);
    }

    private static Field declared(Class<?> owner, String name, Class<?> type) {
        for (Field each : owner.getDeclaredFields()) {
            if (each.getName().equals(name) && each.getType() == type) {
                return each;
            }
        }
        return null;
    }
}
