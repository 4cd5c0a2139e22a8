package io.livepatch.cli;

import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;

/** Ends a command with an exit status other than 0. The message is a sentence for the operator. */
class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    private final String kind;
    private final ExitStatus status;

    CommandException(Problem problem, String text) {
        this(problem.name(), problem.status(), text, null);
    }

    CommandException(Problem problem, String text, Throwable cause) {
        this(problem.name(), problem.status(), text, cause);
    }

    private CommandException(String kind, ExitStatus status, String text, Throwable cause) {
        super(text, cause);
        this.kind = kind;
        this.status = status;
    }

    /** The engine's refusal. */
    static CommandException of(Reply.Refused refused) {
        ExitStatus status = refused.kind() == ErrorKind.BUSY ? ExitStatus.BUSY : ExitStatus.REFUSED;
        return new CommandException(refused.kind().name(), status, refused.text(), null);
    }

    /** The file is no sound bundle; in the engine's words, which would say the same. */
    static CommandException of(InvalidBundleException invalid) {
        return new CommandException(ErrorKind.BAD_BUNDLE.name(), ExitStatus.REFUSED, invalid.getMessage(), invalid);
    }

    /** Name of a {@link Problem} or {@link ErrorKind}. */
    String kind() {
        return kind;
    }

    ExitStatus status() {
        return status;
    }
}
