package io.livepatch.bridge;

import io.livepatch.model.Bridge;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.function.Function;

/**
 * Links the {@code invokedynamic} instructions of access classes: what {@code java.lang.LivepatchGate.link} hands on to. Serves
 * only classes that a patch added, each with the rights that its own package has; nobody else gets a handle by asking.
 * Thread-safe.
 */
public final class Linker implements Function<Object[], Object> {
    private static final int ARGUMENTS = 4;

    private final DefinedClasses ours;

    public Linker(DefinedClasses ours) {
        this.ours = ours;
    }

    /**
     * Links one instruction.
     *
     * @param arguments those of the bootstrap method (JVMS 5.4.3.6): lookup, name, type, array of static arguments
     * @return a {@link ConstantCallSite}
     * @throws IllegalAccessError if the lookup is not that of a class which a patch added
     * @throws IncompatibleClassChangeError if there is no such member, or it cannot be used in this way
     */
    @Override
    public CallSite apply(Object[] arguments) {
        if (arguments.length != ARGUMENTS
                || !(arguments[0] instanceof Lookup lookup)
                || !(arguments[1] instanceof String name)
                || !(arguments[2] instanceof MethodType type)
                || !(arguments[3] instanceof Object[] more)) {
            throw new BootstrapMethodError("not the arguments of a bridge");
        }
        if (!lookup.hasFullPrivilegeAccess() || !ours.contains(lookup.lookupClass())) {
            throw new IllegalAccessError(
                    lookup.lookupClass().getName() + " was not added by a patch, so it may not use bridges");
        }
        BridgeCall call = BridgeCall.of(lookup, name, more);
        try {
            MethodHandle member = handle(call);
            // a member with a variable number of arguments gets them as its descriptor says
            return new ConstantCallSite(member.asFixedArity().asType(type));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IncompatibleClassChangeError(call + " cannot be linked: " + e);
        }
    }

    private static MethodHandle handle(BridgeCall call) throws ReflectiveOperationException {
        Bridge kind = call.kind();
        return switch (kind) {
            case GET_FIELD, PUT_FIELD, GET_STATIC, PUT_STATIC -> FieldBridges.plain(call);
            case GET_VOLATILE, PUT_VOLATILE, GET_STATIC_VOLATILE, PUT_STATIC_VOLATILE -> FieldBridges.ordered(call);
            case INVOKE_VIRTUAL, INVOKE_STATIC, INVOKE_SPECIAL, NEW, API -> MethodBridges.of(call);
            case ALLOCATE -> Allocation.handle(call);
            case SHADOW, COPY_SHADOW -> ShadowBridges.of(call);
            case LOOKUP -> MethodHandles.constant(Lookup.class, call.owner());
        };
    }
}
