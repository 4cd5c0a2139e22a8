package io.livepatch.transition;

/** A transition could not start, since stubs could not be woven for instance; nothing has changed. */
public class ArmingException extends Exception {
    private static final long serialVersionUID = 1;

    public ArmingException(String message, Throwable cause) {
        super(message, cause);
    }
}
