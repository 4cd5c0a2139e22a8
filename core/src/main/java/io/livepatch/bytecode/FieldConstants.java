package io.livepatch.bytecode;

/** Fields that get their value from the class file and not from an initialiser (JVMS 4.7.2). */
public final class FieldConstants {
    private FieldConstants() {}

    /**
     * Whether the class declares such a field.
     *
     * @throws InvalidClassFileException if the bytes are not a class file that can be read whole
     */
    public static boolean isConstant(byte[] classFile, String name, String descriptor)
            throws InvalidClassFileException {
        return ClassFiles.read(classFile).fields.stream()
                .anyMatch(each -> each.name.equals(name) && each.desc.equals(descriptor) && each.value != null);
    }
}
