package io.livepatch.bytecode;

import java.util.Objects;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.BasicValue;

/** An object between its allocation and the return of its constructor (JVMS 4.10.1.2). */
final class UninitializedValue extends BasicValue {
    /** The {@code new} instruction that made it, null for {@code this} in a constructor. */
    private final AbstractInsnNode origin;

    UninitializedValue(Type type, AbstractInsnNode origin) {
        super(type);
        this.origin = origin;
    }

    boolean isThis() {
        return origin == null;
    }

    BasicValue initialized() {
        return new BasicValue(getType());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UninitializedValue value
                && value.origin == origin
                && value.getType().equals(getType());
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(origin), getType());
    }

    @Override
    public String toString() {
        return (isThis() ? "uninitialized this " : "uninitialized ") + super.toString();
    }
}
