package io.livepatch.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On {@link PatchCallbacks}: declares that the patch changes something outside of the code, under a name that later versions of the
 * patch know it by. See {@link SystemState}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(ManagesState.List.class)
public @interface ManagesState {
    /** What is changed, known to all versions of the patch: letters, digits, dots, underscores and hyphens. A patch declares each once. */
    String id();

    /** Of the way in which it is changed, 1 or more. A patch takes over from one with the same version or a lower one. */
    int version() default 1;

    /** Holds several. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.TYPE)
    @interface List {
        ManagesState[] value();
    }
}
