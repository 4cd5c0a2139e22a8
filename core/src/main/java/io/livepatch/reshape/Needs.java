package io.livepatch.reshape;

import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.Optional;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** What a rewritten body asks for: each answer is a promise that the thing will be in the bundle. */
interface Needs {
    /**
     * The static method that stands for an added method.
     *
     * @param exact whether the very method is meant, and not what overrides it in the receiver's class
     */
    Way method(Declared<MethodNode> added, boolean exact);

    /**
     * The static method that holds the body of a method that exists, if a call means that very method and would lead elsewhere in
     * the running JVM.
     *
     * @param existing what the call means in NEW
     */
    Optional<Way> original(ExactCalls.Call call, Declared<MethodNode> existing);

    /** The static method that stands for an added constructor, as in {@link Names#asFactory}. */
    Way factory(Declared<MethodNode> added);

    /** The static method that reads an added field of an object. */
    Way getter(Declared<FieldNode> added);

    /** The static method that writes an added field of an object. */
    Way setter(Declared<FieldNode> added);

    /** The class that holds an added or versioned static field under its own name. */
    String holderOfStatic(Declared<FieldNode> field);

    /** Whether code of NEW sees a value of its own in a static field that OLD has too. */
    boolean isVersioned(Declared<FieldNode> existing);

    /** A class that OLD does not have. */
    void addedClass(String name);
}
