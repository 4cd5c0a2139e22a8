package io.livepatch.patchcode;

import io.livepatch.api.PatchCallbacks;
import io.livepatch.api.PatchContext;

/** The four times at which a callback may be due, by the kernel's names. */
public enum CallbackKind {
    PRE_PATCH("pre-patch") {
        @Override
        void run(PatchCallbacks callbacks, PatchContext context) throws Exception {
            callbacks.prePatch(context);
        }
    },
    POST_PATCH("post-patch") {
        @Override
        void run(PatchCallbacks callbacks, PatchContext context) throws Exception {
            callbacks.postPatch(context);
        }
    },
    PRE_UNPATCH("pre-unpatch") {
        @Override
        void run(PatchCallbacks callbacks, PatchContext context) throws Exception {
            callbacks.preUnpatch(context);
        }
    },
    POST_UNPATCH("post-unpatch") {
        @Override
        void run(PatchCallbacks callbacks, PatchContext context) throws Exception {
            callbacks.postUnpatch(context);
        }
    };

    private final String text;

    CallbackKind(String text) {
        this.text = text;
    }

    abstract void run(PatchCallbacks callbacks, PatchContext context) throws Exception;

    @Override
    public String toString() {
        return text;
    }
}
