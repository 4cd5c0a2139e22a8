package io.livepatch.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Opens packages of named modules to the engine's own module, and to no other, where reflection by us is the only way. */
final class OpenPackages {
    private OpenPackages() {}

    /**
     * Opens the package of a class. Needs {@code java.lang} to be open to us.
     *
     * @throws IllegalAccessException if this JDK does not let us
     */
    static void toUs(Class<?> type) throws IllegalAccessException {
        Module module = type.getModule();
        Module us = OpenPackages.class.getModule();
        if (module.isOpen(type.getPackageName(), us)) {
            return;
        }
        try {
            Lookup lookup = MethodHandles.privateLookupIn(Module.class, MethodHandles.lookup());
            MethodHandle open = lookup.findVirtual(
                    Module.class, "implAddOpens", MethodType.methodType(void.class, String.class, Module.class));
            open.invokeExact(module, type.getPackageName(), us);
        } catch (IllegalAccessException e) {
            throw e;
        } catch (Throwable e) {
            IllegalAccessException denied = new IllegalAccessException(
                    "package " + type.getPackageName() + " of " + module + " cannot be opened: " + e);
            denied.initCause(e);
            throw denied;
        }
    }
}
