package io.livepatch.patchcode;

import io.livepatch.model.Callbacks.CallbackClass;
import io.livepatch.statics.StaticChanges;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes the callbacks of one patch.
 *
 * @param patch its name
 * @param code gives the loader of its code beside one of patched classes
 * @param statics gives what changes static state, and tells of each change
 * @param names names a loader for the operator
 */
public record CallbackFactory(
        String patch,
        Function<ClassLoader, PatchCodeLoader> code,
        Function<Consumer<String>, StaticChanges> statics,
        Function<ClassLoader, String> names) {

    /** The one in the JVM, beside the system class loader. */
    CallbackInstance once(CallbackClass callback, CallbackJournal journal) {
        return make(callback, ClassLoader.getSystemClassLoader(), "once in the JVM", null, journal);
    }

    /** One beside the loader of a patched class, which lives as long as that. */
    CallbackInstance beside(CallbackClass callback, Class<?> place, CallbackJournal journal) {
        ClassLoader loader = place.getClassLoader();
        CallbackInstance instance = make(callback, loader, "in loader " + names.apply(loader), place, journal);
        Anchors.hold(place, instance);
        return instance;
    }

    private CallbackInstance make(
            CallbackClass callback, ClassLoader library, String place, Class<?> anchor, CallbackJournal journal) {
        String where = callback.className() + " " + place;
        return new CallbackInstance(
                callback,
                code.apply(library),
                library,
                anchor,
                where,
                () -> statics.apply(what -> journal.changed(where, what)));
    }
}
