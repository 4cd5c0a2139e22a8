package io.livepatch.build;

import io.livepatch.build.NumberedFamily.AccessorKey;
import io.livepatch.model.MethodId;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/** Gives numbered classes and accessors other names, wherever a class speaks of them. Not safe for use by several threads. */
final class NumberedNamesMap extends Remapper {
    private final Map<String, String> classes;
    private final Map<AccessorKey, String> accessors;
    private boolean isHit;
    private boolean isInText;

    /**
     * Other names.
     *
     * @param classes by internal name
     * @param accessors names of methods
     */
    NumberedNamesMap(Map<String, String> classes, Map<AccessorKey, String> accessors) {
        super(Opcodes.ASM9);
        this.classes = classes;
        this.accessors = accessors;
    }

    /** A copy of a class with the other names. */
    ClassNode apply(ClassNode node) {
        ClassNode renamed = new ClassNode();
        node.accept(new ClassRemapper(renamed, this));
        return renamed;
    }

    /** The same other names, nothing seen yet. */
    NumberedNamesMap fresh() {
        return new NumberedNamesMap(classes, accessors);
    }

    /** Whether something got another name since this was created. */
    boolean isHit() {
        return isHit;
    }

    /** Whether a string constant was seen that is the name of a class with another name: code that looks for it would not find it. */
    boolean isInText() {
        return isInText;
    }

    @Override
    public String map(String internalName) {
        String name = classes.get(internalName);
        isHit |= name != null;
        return name == null ? internalName : name;
    }

    @Override
    public String mapMethodName(String owner, String name, String descriptor) {
        String other = accessors.get(new AccessorKey(owner, new MethodId(name, descriptor)));
        isHit |= other != null;
        return other == null ? name : other;
    }

    /** The simple name, which the number is no part of. */
    @Override
    public String mapInnerClassName(String name, String ownerName, String innerName) {
        return innerName;
    }

    @Override
    public Object mapValue(Object value) {
        isInText |= value instanceof String text && classes.containsKey(text.replace('.', '/'));
        return super.mapValue(value);
    }
}
