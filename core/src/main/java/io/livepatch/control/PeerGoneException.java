package io.livepatch.control;

import java.io.IOException;

/** The peer ended the connection before all was said: the JVM died, or the operator went away. */
public final class PeerGoneException extends IOException {
    private static final long serialVersionUID = 1;

    PeerGoneException(String message) {
        super(message);
    }

    PeerGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
