package io.livepatch.bytecode;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/**
 * Answers what a verifier asks about types, by the rules of JVMS 4.10.1.2, from class files instead of loaded classes. A type
 * whose class file cannot be found is taken to fit everywhere.
 */
final class TypeHierarchy {
    private static final Type OBJECT = Type.getObjectType("java/lang/Object");
    private static final String CLONEABLE = "java/lang/Cloneable";
    private static final String SERIALIZABLE = "java/io/Serializable";

    private final ClassFileLocator locator;
    /** Inference takes an array for any interface, type checking for two only. */
    private final boolean arraysFitInterfaces;

    private final Map<String, Optional<Header>> headers = new HashMap<>();

    /** What is needed of a class file; {@code superName} is null for {@code java.lang.Object} only. */
    private record Header(boolean isInterface, String superName) {}

    TypeHierarchy(ClassNode current, ClassFileLocator locator) {
        this.locator = locator;
        arraysFitInterfaces = ClassFiles.majorVersion(current) < Opcodes.V1_7;
        boolean isInterface = (current.access & Opcodes.ACC_INTERFACE) != 0;
        headers.put(current.name, Optional.of(new Header(isInterface, current.superName)));
    }

    /** Whether a value of type {@code source} may stand where {@code target} is wanted; both are reference types. */
    boolean isAssignable(Type target, Type source) {
        if (target.equals(source) || target.equals(OBJECT)) {
            return true;
        }
        if (source.getSort() == Type.ARRAY) {
            return target.getSort() == Type.ARRAY
                    ? areComponentsAssignable(component(target), component(source))
                    : target.getInternalName().equals(CLONEABLE)
                            || target.getInternalName().equals(SERIALIZABLE)
                            || (arraysFitInterfaces && isInterface(target));
        }
        return target.getSort() == Type.OBJECT && isClassAssignable(target.getInternalName(), source.getInternalName());
    }

    /** Whether the type is known to be an interface, which a verifier treats like {@code java.lang.Object}. */
    boolean isInterface(Type type) {
        return type.getSort() == Type.OBJECT
                && header(type.getInternalName()).map(Header::isInterface).orElse(false);
    }

    /** The superclass, {@code java.lang.Object} if it is unknown, null for {@code java.lang.Object} itself. */
    Type superClass(Type type) {
        if (type.equals(OBJECT)) {
            return null;
        }
        return type.getSort() == Type.ARRAY
                ? OBJECT
                : header(type.getInternalName())
                        .map(h -> h.superName() == null ? OBJECT : Type.getObjectType(h.superName()))
                        .orElse(OBJECT);
    }

    private boolean areComponentsAssignable(Type target, Type source) {
        boolean references = target.getSort() >= Type.ARRAY && source.getSort() >= Type.ARRAY;
        return references ? isAssignable(target, source) : target.equals(source);
    }

    private boolean isClassAssignable(String target, String source) {
        Optional<Header> wanted = header(target);
        if (wanted.isEmpty() || wanted.get().isInterface()) {
            return true;
        }
        String name = source;
        for (int steps = 0; name != null && steps < Short.MAX_VALUE; steps++) {
            if (name.equals(target)) {
                return true;
            }
            Optional<Header> header = header(name);
            if (header.isEmpty()) {
                return true;
            }
            name = header.get().superName();
        }
        return false;
    }

    private Optional<Header> header(String internalName) {
        Optional<Header> known = headers.get(internalName);
        if (known == null) {
            known = locate(internalName);
            headers.put(internalName, known);
        }
        return known;
    }

    private Optional<Header> locate(String internalName) {
        try {
            ClassFileLocator.Resolution found = locator.locate(internalName.replace('/', '.'));
            if (!found.isResolved()) {
                return Optional.empty();
            }
            ClassReader reader = new ClassReader(found.resolve());
            boolean isInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
            return Optional.of(new Header(isInterface, reader.getSuperName()));
        } catch (IOException | RuntimeException e) {
            // a class file that cannot be read is as unknown as one that cannot be found
            return Optional.empty();
        }
    }

    private static Type component(Type array) {
        return Type.getType(array.getDescriptor().substring(1));
    }
}
