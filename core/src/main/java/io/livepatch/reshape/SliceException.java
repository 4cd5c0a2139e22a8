package io.livepatch.reshape;

/** The values of some fields cannot be computed apart from the rest of a static initialiser; the message tells why. */
public final class SliceException extends Exception {
    private static final long serialVersionUID = 1;

    SliceException(String message) {
        super(message);
    }
}
