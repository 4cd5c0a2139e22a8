package io.livepatch.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Calls of methods and constructors. */
final class MethodBridges {
    private MethodBridges() {}

    static MethodHandle of(BridgeCall call) throws ReflectiveOperationException {
        Lookup lookup = call.owner();
        Class<?> owner = call.ownerClass();
        MethodType type = call.methodType();
        return switch (call.kind()) {
            case INVOKE_VIRTUAL -> lookup.findVirtual(owner, call.name(), type);
            case INVOKE_STATIC, API -> lookup.findStatic(owner, call.name(), type);
            case INVOKE_SPECIAL -> lookup.findSpecial(call.superclass(), call.name(), type, owner);
            case NEW -> lookup.findConstructor(owner, type);
            default -> throw new IllegalArgumentException("not a call: " + call.kind());
        };
    }
}
