package io.livepatch.patchcode;

import io.livepatch.api.PatchCallbacks;
import io.livepatch.model.Callbacks.CallbackClass;
import io.livepatch.statics.MadeChange;
import io.livepatch.statics.StaticChanges;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** One object of a class of callbacks, beside one loader, and what it is owed. Only the callback thread touches it. */
final class CallbackInstance {
    private final CallbackClass callback;
    private final PatchCodeLoader code;
    private final ClassLoader library;
    private final Class<?> anchor;
    private final String where;
    private final OwnChanges changes;

    private PatchCallbacks object;
    /** Whether its prePatch has returned: it is owed a postUnpatch. */
    private boolean prepared;
    /** Whether its postPatch has run: it is owed a preUnpatch. */
    private boolean active;

    /**
     * An object that is made with its first call.
     *
     * @param anchor the class that keeps it; null if the set does
     * @param where for the journal
     */
    CallbackInstance(
            CallbackClass callback,
            PatchCodeLoader code,
            ClassLoader library,
            Class<?> anchor,
            String where,
            Supplier<StaticChanges> statics) {
        this.callback = callback;
        this.code = code;
        this.library = library;
        this.anchor = anchor;
        this.where = where;
        changes = new OwnChanges(statics);
    }

    CallbackClass callback() {
        return callback;
    }

    boolean isPrepared() {
        return prepared;
    }

    boolean isActive() {
        return active;
    }

    /** It is not needed any more. */
    void release() {
        if (anchor != null) {
            Anchors.release(anchor, this);
        }
    }

    // Of each call the journal is told first: should that fail, for want of memory, the call is owed still.

    /** Returns why it refuses the patch; null if it does not. */
    String prePatch(CallScope scope) {
        scope.journal().runs(CallbackKind.PRE_PATCH, where);
        String refusal = run(CallbackKind.PRE_PATCH, scope, false);
        prepared = refusal == null;
        return refusal == null ? null : where + ": " + refusal;
    }

    void postPatch(CallScope scope) {
        scope.journal().runs(CallbackKind.POST_PATCH, where);
        active = true;
        run(CallbackKind.POST_PATCH, scope, false);
    }

    void preUnpatch(CallScope scope) {
        scope.journal().runs(CallbackKind.PRE_UNPATCH, where);
        active = false;
        run(CallbackKind.PRE_UNPATCH, scope, false);
    }

    void postUnpatch(CallScope scope, boolean reversal) {
        scope.journal().runs(CallbackKind.POST_UNPATCH, where);
        active = false;
        prepared = false;
        run(CallbackKind.POST_UNPATCH, scope, reversal);
    }

    private String run(CallbackKind kind, CallScope scope, boolean reversal) {
        CallbackContext context =
                new CallbackContext(scope.patch(), library, scope.states(), scope.previous(), reversal, changes::get);
        try {
            call(scope.timeout(), () -> {
                if (object == null) {
                    object = make();
                }
                kind.run(object, context);
                return null;
            });
            return null;
        } catch (PatchCodeException e) {
            scope.journal().failed(kind, where, e.getMessage());
            return e.getMessage();
        } finally {
            context.end();
        }
    }

    /** What it has changed and is to be taken back. It can change nothing more. */
    List<MadeChange> close() {
        return changes.close();
    }

    /** Takes a change of its own back, in the time that one call has: visitors that undo are code of the author as well. */
    void takeBack(MadeChange change, CallbackKind kind, CallScope scope) {
        try {
            call(scope.timeout(), () -> {
                change.undo(problem -> scope.journal().failed(kind, where, problem));
                return null;
            });
        } catch (PatchCodeException e) {
            scope.journal().failed(kind, where, "undoing its changes: " + e.getMessage());
        }
    }

    private void call(Duration timeout, Callable<Void> body) throws PatchCodeException {
        PatchCodeRun.call("livepatch-callback", code, body, timeout);
    }

    private PatchCallbacks make() throws ReflectiveOperationException {
        return Class.forName(callback.className(), true, code)
                .asSubclass(PatchCallbacks.class)
                .getConstructor()
                .newInstance();
    }
}
