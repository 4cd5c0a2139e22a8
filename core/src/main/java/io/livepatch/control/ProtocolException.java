package io.livepatch.control;

import java.io.IOException;

/** The peer sent what cannot be understood. The connection is of no further use. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }

    ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
