package io.livepatch.weave;

/** Classes could not be changed. */
public final class WeavingException extends Exception {
    private static final long serialVersionUID = 1;

    public WeavingException(String message) {
        super(message);
    }

    public WeavingException(String message, Throwable cause) {
        super(message, cause);
    }
}
