package io.livepatch.bridge;

import io.livepatch.api.ShadowVariables;
import io.livepatch.model.Bridge;
import io.livepatch.model.PatchApi;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * What an {@code invokedynamic} of an access class asks for.
 *
 * @param owner lookup with all rights of the class that owns the member; with those of everybody for the API
 * @param name the member's
 * @param descriptor the member's, resolved in the owner's loader by {@link #fieldType} or {@link #methodType}
 * @param superclass the class named by the fourth static argument, null if the kind has none
 */
record BridgeCall(Bridge kind, Lookup owner, String name, String descriptor, Class<?> superclass) {
    /**
     * Reads the static arguments.
     *
     * @throws BootstrapMethodError if they are not those of a bridge
     * @throws NoClassDefFoundError if there is no such owner
     * @throws IllegalAccessError if the owner is in a module that is closed to the calling class, or no class of the API
     */
    static BridgeCall of(Lookup caller, String name, Object[] arguments) {
        if (arguments.length < 3
                || !(arguments[0] instanceof Integer number)
                || !(arguments[1] instanceof String ownerName)
                || !(arguments[2] instanceof String descriptor)) {
            throw new BootstrapMethodError("not the static arguments of a bridge");
        }
        Bridge kind = kind(number);
        boolean more = arguments.length == 4 && arguments[3] instanceof String;
        if (more != kind.namesSuperclass() || arguments.length > 4) {
            throw new BootstrapMethodError("not the static arguments of " + kind);
        }
        if (kind == Bridge.API) {
            return new BridgeCall(kind, api(ownerName), name, descriptor, null);
        }
        ClassLoader loader = caller.lookupClass().getClassLoader();
        Class<?> owner = find(ownerName, loader);
        Class<?> superclass = more ? find((String) arguments[3], loader) : null;
        try {
            Lookup all = MethodHandles.privateLookupIn(owner, caller);
            return new BridgeCall(kind, all, name, descriptor, superclass);
        } catch (IllegalAccessException e) {
            throw new IllegalAccessError(e.getMessage());
        }
    }

    /** The engine's own copy of a class that patches may call: public members only. */
    private static Lookup api(String ownerName) {
        if (!ownerName.equals(PatchApi.SHADOW_VARIABLES)) {
            throw new IllegalAccessError(ownerName.replace('/', '.') + " is no class that patched code may call");
        }
        return MethodHandles.publicLookup().in(ShadowVariables.class);
    }

    private static Bridge kind(int number) {
        try {
            return Bridge.of(number);
        } catch (IllegalArgumentException e) {
            throw new BootstrapMethodError("the patch needs a later version of livepatch", e);
        }
    }

    private static Class<?> find(String internalName, ClassLoader loader) {
        String name = internalName.replace('/', '.');
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            NoClassDefFoundError error = new NoClassDefFoundError(name);
            error.initCause(e);
            throw error;
        }
    }

    Class<?> ownerClass() {
        return owner.lookupClass();
    }

    Class<?> fieldType() {
        return MethodType.fromMethodDescriptorString(
                        "()" + descriptor, ownerClass().getClassLoader())
                .returnType();
    }

    MethodType methodType() {
        return MethodType.fromMethodDescriptorString(descriptor, ownerClass().getClassLoader());
    }

    @Override
    public String toString() {
        return kind + " of " + ownerClass().getName() + "." + name + " " + descriptor;
    }
}
