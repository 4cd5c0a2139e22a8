package io.livepatch.api;

import java.util.function.Consumer;

/**
 * Changes what static fields and live objects of the patched library hold, private and final ones as well. Each change is recorded in
 * the history that {@code status} shows. What is to be undone is undone when the last {@link PatchCallbacks#postUnpatch} of the patch has run, the latest
 * first, whichever callback did it, and also if the patch is refused or turned round; what cannot be is told to the operator, and the rest is undone all the same. Belongs to one callback; not thread-safe. Once its changes
 * have been undone every change is refused with an {@link IllegalStateException}.
 *
 * <p>Fields are shared by all threads, old code and new: in {@code prePatch} a change is seen by old code, in {@code postPatch} new code has run
 * without it. Where that matters, change code so that each side has a value of its own, as {@code build} does for a changed {@code static final} field.
 */
public interface StaticState {
    /**
     * Reads a static field. Initializes the class if that has not happened yet.
     *
     * @throws NoSuchFieldException if the class declares no static field of this name
     * @throws ExceptionInInitializerError if the class cannot be initialized
     */
    Object get(Class<?> owner, String field) throws NoSuchFieldException;

    /**
     * Sets a static field. Initializes the class first, so that its initializer does not overwrite the value. Code that was compiled with the value of a
     * final field in it is compiled anew. A class file has constants of primitive types and strings in the code that reads them: such a field is refused. So is
     * a final field of a hidden class, since nobody can have its code compiled anew.
     *
     * <p>Undoing it restores the value of before, if the field still holds the one that it was given here; otherwise the field is left as it is.
     *
     * @param value of the field's type, a box for a primitive one; neither widened nor narrowed
     * @throws NoSuchFieldException if the class declares no static field of this name
     * @throws IllegalArgumentException if the field cannot hold the value, or is a compile-time constant, or compiled code that reads it could not be made
     *     to forget it; nothing is changed
     * @throws ExceptionInInitializerError if the class cannot be initialized
     */
    void set(Class<?> owner, String field, Object value, Undo undo) throws NoSuchFieldException;

    /**
     * Gives static fields the values that the initializer of the new version computes. Only what leads to these fields is run: the statements that set
     * them, or that work on the object in one of them. A field that the initializer leaves alone gets the default value. All values are computed before the first
     * field is set.
     *
     * <p>Other fields of the class that these statements read are those of the running class. But what it does not have, or what the new
     * version makes in another way, is made along and used for these values alone. Static methods of the class are those of the new version; objects and lambdas
     * are made by the code that is in force, so this belongs into {@code postPatch} if their code changes.
     *
     * @throws NoSuchFieldException if the class declares no static field of such a name
     * @throws IllegalArgumentException if the patch does not bring the class, a value cannot be computed apart from the rest of the initializer, something
     *     that it needs is not in the running class, or {@link #set} would refuse it; nothing is changed
     * @throws IllegalStateException if the initializer throws; nothing is changed, but what it did until then is done
     */
    void reinitialize(Class<?> owner, Undo undo, String... fields) throws NoSuchFieldException;

    /**
     * Calls a visitor with each object of a type that can be reached from some objects by strong references, once. A root can be such an object itself. References
     * are followed in fields and array elements, of any class, and not from the referents of weak, soft and phantom references. No method of an object is
     * called for that, but the types of its fields may be loaded. All objects are found before the first is visited; those that change their references
     * meanwhile may be missed.
     *
     * @param roots where to begin; a {@link Class} stands for the static fields that it declares, but not one that is met on the way; null for nothing
     * @return how many were visited
     * @throws IllegalStateException if more than ten million objects can be reached, or the thread is interrupted while they are looked for; none was visited
     */
    <T> int visit(Class<T> type, Consumer<? super T> visitor, Object... roots);

    /**
     * The same for a change that is to be undone: after {@link PatchCallbacks#postUnpatch} the second visitor is called with those of
     * the objects that are still alive. If the first one throws, this breaks off; the object that it was called with counts as not visited.
     */
    <T> int visitAndUndo(Class<T> type, Consumer<? super T> visitor, Consumer<? super T> undo, Object... roots);
}
