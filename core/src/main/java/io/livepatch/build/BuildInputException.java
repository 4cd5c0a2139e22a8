package io.livepatch.build;

/** OLD, NEW or the target is not what a bundle can be built from. The message is a sentence for the operator. */
public final class BuildInputException extends Exception {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** There is no such file. */
        MISSING,
        /** The file is neither a JAR nor a directory, or cannot be read. */
        UNREADABLE,
        /** There is no class in it where classes are looked for. */
        NO_CLASSES,
        /** The target is OLD, NEW or a directory, or its directory does not exist. */
        TARGET
    }

    private final Kind kind;

    BuildInputException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
