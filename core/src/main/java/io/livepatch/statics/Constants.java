package io.livepatch.statics;

import io.livepatch.bytecode.FieldConstants;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.weave.WeavingException;
import java.util.List;

/** Fields whose values compilers have put into the code of all classes that read them. */
final class Constants {
    private Constants() {}

    /** @throws IllegalArgumentException if the field is such a one, or nobody can tell */
    static void refuse(StaticField field, JvmClasses classes) {
        if (!field.mayBeConstant()) {
            return;
        }
        if (!classes.isModifiable(field.owner())) {
            throw new IllegalArgumentException(
                    "whether " + field
                            + " is a compile-time constant cannot be told, since the JVM does not show the class file of its class");
        }
        try {
            byte[] classFile = classes.capture(List.of(field.owner())).get(field.owner());
            if (classFile == null || FieldConstants.isConstant(classFile, field.name(), field.descriptor())) {
                throw new IllegalArgumentException(field
                        + " is a compile-time constant: the code that reads it has the value in it, so another one would not be seen;"
                        + " change the code");
            }
        } catch (WeavingException | InvalidClassFileException e) {
            throw new IllegalArgumentException(
                    "whether " + field + " is a compile-time constant cannot be told: " + e.getMessage(), e);
        }
    }
}
