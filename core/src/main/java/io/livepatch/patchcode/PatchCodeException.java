package io.livepatch.patchcode;

/**
 * Code of a patch has thrown, or has not come to an end in time. Says what and where, and has no cause: a stack trace would hold on to
 * the classes, and so the loaders, that it passed through.
 */
public final class PatchCodeException extends Exception {
    private static final long serialVersionUID = 1;

    PatchCodeException(String message) {
        super(message);
    }
}
