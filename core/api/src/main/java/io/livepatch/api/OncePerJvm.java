package io.livepatch.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks {@link PatchCallbacks} that run once in the JVM and not once for each class loader: also when no class of the patch is
 * loaded yet. They see what the system class loader sees. As callbacks of {@code vmlinux} do in the kernel.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface OncePerJvm {}
