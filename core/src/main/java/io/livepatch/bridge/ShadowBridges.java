package io.livepatch.bridge;

import io.livepatch.model.Bridge;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Access to the holders of added fields. */
final class ShadowBridges {
    private static final MethodType HOLDER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType OF_TWO = MethodType.methodType(void.class, Object.class, Object.class);

    private ShadowBridges() {}

    static MethodHandle of(BridgeCall call) throws ReflectiveOperationException {
        MethodType type = call.methodType();
        if (type.parameterCount() != 1 || type.returnType() != void.class) {
            throw new NoSuchMethodException("a holder is made for its object, not by " + call.descriptor());
        }
        Class<?> object = type.parameterType(0);
        if (call.kind() == Bridge.COPY_SHADOW) {
            return MethodHandles.lookup()
                    .bind(HolderCopy.of(call.owner()), "copy", OF_TWO)
                    .asType(MethodType.methodType(void.class, object, object));
        }
        MethodHandle maker = call.owner()
                .findConstructor(call.ownerClass(), MethodType.methodType(void.class))
                .asType(MethodType.methodType(Object.class));
        MethodHandle initializer = object == Object.class
                ? null
                : call.owner()
                        .findVirtual(call.ownerClass(), Bridge.HOLDER_INITIALIZER, type)
                        .asType(OF_TWO);
        return MethodHandles.lookup()
                .bind(new Shadows(call.ownerClass(), maker, initializer), "holder", HOLDER)
                .asType(MethodType.methodType(call.ownerClass(), object));
    }
}
