package io.livepatch.engine;

import io.livepatch.control.ErrorKind;

/** A command cannot be carried out; nothing has changed. Its message is for the operator. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorKind kind;

    Refusal(ErrorKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Refusal(ErrorKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    ErrorKind kind() {
        return kind;
    }
}
