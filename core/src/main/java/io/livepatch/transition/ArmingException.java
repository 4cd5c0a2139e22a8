package io.livepatch.transition;

/** Stubs could not be woven; nothing has changed. */
public final class ArmingException extends Exception {
    private static final long serialVersionUID = 1;

    public ArmingException(String message, Throwable cause) {
        super(message, cause);
    }
}
