package io.livepatch.bundle;

/** A file is no patch bundle, a damaged one, or one that this version cannot read. The message is a sentence for the operator. */
public final class InvalidBundleException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidBundleException(String origin, Flaw flaw) {
        super(printable(origin + " is not a patch bundle that can be used: " + flaw.getMessage()), flaw);
    }

    /** Text from a hostile file must not reach a terminal with control characters in it. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** What is wrong, without the name of the file. */
    static final class Flaw extends Exception {
        private static final long serialVersionUID = 1;

        Flaw(String message) {
            super(message);
        }

        Flaw(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
