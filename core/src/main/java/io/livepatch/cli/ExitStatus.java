package io.livepatch.cli;

/** What the exit status of a command says. A contract with scripts: the numbers never change their meaning. */
enum ExitStatus {
    /** The wanted state holds, perhaps since before. */
    DONE(0, "the wanted state holds (also: held already)"),
    REFUSED(1, "refused or failed; the JVM is as it was"),
    USAGE(2, "wrong usage"),
    BUSY(3, "another transition is running"),
    STILL_RUNNING(4, "the transition is still running when the time is over"),
    REVERSED(5, "the transition was reversed because the time was over"),
    UNREACHABLE(6, "no such JVM, or it cannot be attached to");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
