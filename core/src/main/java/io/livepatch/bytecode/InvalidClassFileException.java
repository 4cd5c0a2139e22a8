package io.livepatch.bytecode;

/** The bytes are no class file, a damaged one, or one newer than this version of livepatch reads. */
public final class InvalidClassFileException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidClassFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
