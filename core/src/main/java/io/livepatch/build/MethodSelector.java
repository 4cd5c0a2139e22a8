package io.livepatch.build;

import io.livepatch.model.MethodId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an operator names methods: {@code a.B.c} for all methods of that name, {@code a.B.c(I)V} for one.
 *
 * @param className binary name with dots
 * @param method name, {@code <init>} for constructors
 * @param descriptor empty for any
 */
public record MethodSelector(String className, String method, String descriptor) {
    private static final Pattern FORM = Pattern.compile("([^()]+)\\.([^().]+)(\\([^()]*\\).+)?");

    /**
     * Reads the operator's form.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static MethodSelector parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a method is given as package.Class.method or package.Class.method(I)V, unlike: " + text);
        }
        return new MethodSelector(parts.group(1), parts.group(2), parts.group(3) == null ? "" : parts.group(3));
    }

    boolean matches(MethodId id) {
        return id.name().equals(method)
                && (descriptor.isEmpty() || id.descriptor().equals(descriptor));
    }

    /** The operator's form. */
    @Override
    public String toString() {
        return className + "." + method + descriptor;
    }
}
