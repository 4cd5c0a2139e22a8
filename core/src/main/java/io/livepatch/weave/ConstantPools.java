package io.livepatch.weave;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;

/** The constant pools of loaded classes, which the JVM keeps for reflection. Nothing is resolved by asking them. Thread-safe. */
public final class ConstantPools {
    private static final String FIELD = "FIELDREF";

    private final Method pool;
    private final Method size;
    private final Method tag;
    private final Method member;

    /**
     * A reference to a field (JVMS 4.4.2).
     *
     * @param owner internal name of the class that it is looked for in
     */
    public record FieldReference(String owner, String name, String descriptor) {}

    /**
     * Needs {@code java.lang} and {@code jdk.internal.reflect} to be open to us.
     *
     * @throws ReflectiveOperationException if this JDK has none; its message names what is missing
     */
    public ConstantPools() throws ReflectiveOperationException {
        pool = Class.class.getDeclaredMethod("getConstantPool");
        pool.setAccessible(true);
        Class<?> type = pool.getReturnType();
        size = type.getMethod("getSize");
        tag = type.getMethod("getTagAt", int.class);
        member = type.getMethod("getMemberRefInfoAt", int.class);
    }

    /** The fields that the code of a class reads or writes. */
    public Set<FieldReference> fieldsOf(Class<?> type) throws ReflectiveOperationException {
        Set<FieldReference> fields = new LinkedHashSet<>();
        Object constants = pool.invoke(type);
        int entries = constants == null ? 0 : (int) size.invoke(constants);
        for (int i = 1; i < entries; i++) {
            if (tag(constants, i).equals(FIELD)) {
                String[] reference = (String[]) member.invoke(constants, i);
                fields.add(new FieldReference(reference[0], reference[1], reference[2]));
            }
        }
        return fields;
    }

    /** Empty for an entry of a kind that reflection has no name for. */
    private String tag(Object constants, int index) throws ReflectiveOperationException {
        try {
            return tag.invoke(constants, index).toString();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return "";
            }
            throw e;
        }
    }
}
