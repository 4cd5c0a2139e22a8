package io.livepatch.statics;

/** A change was not taken back. */
final class ChangeLeftException extends Exception {
    private static final long serialVersionUID = 1;

    ChangeLeftException(String message) {
        super(message);
    }
}
