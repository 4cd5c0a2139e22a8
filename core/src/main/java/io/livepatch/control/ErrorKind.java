package io.livepatch.control;

/** Why a command was refused; scripts see the name in JSON errors. */
public enum ErrorKind {
    /** The file is no patch bundle, or a damaged one. */
    BAD_BUNDLE,
    /** The loaded classes are another version than the one the bundle was built against. */
    VERSION_MISMATCH,
    /** A class of the bundle cannot be changed in this JVM. */
    NOT_PATCHABLE,
    /** The JVM or our own verifier rejects the code of the bundle. */
    INVALID_CODE,
    /** A callback of the patch refuses it, has failed or has taken too long. */
    VETOED,
    /** An enabled patch has changed the system in a way that this one cannot take over. */
    INCOMPATIBLE_STATE,
    /** A patch of that name with another content is loaded. */
    NAME_TAKEN,
    /** No patch of that name is loaded. */
    UNKNOWN_PATCH,
    /** The patch is not in a state that allows the command. */
    WRONG_STATE,
    /** Another transition runs. */
    BUSY,
    /** No transition runs. */
    NO_TRANSITION,
    /** Threads were forced in this JVM, so the consistency of further patches is not certain. */
    FORCED,
    /** The JVM was started in a way that lets no transition be proven complete. */
    UNSUPPORTED_JVM,
    /** The message on the socket could not be understood, by another version of the tool for instance. */
    PROTOCOL,
    /** A failure inside livepatch. */
    INTERNAL
}
