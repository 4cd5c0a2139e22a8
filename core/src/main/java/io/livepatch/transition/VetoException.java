package io.livepatch.transition;

/** The patch itself says that it must not be applied here and now. Nothing has changed. */
public final class VetoException extends ArmingException {
    private static final long serialVersionUID = 1;

    public VetoException(String message) {
        super(message, null);
    }
}
