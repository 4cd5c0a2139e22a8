package io.livepatch.cli;

/** What goes wrong on the tool's side of the connection. JSON errors show the name. */
enum Problem {
    USAGE(ExitStatus.USAGE),
    NO_SUCH_FILE(ExitStatus.USAGE),
    AMBIGUOUS_JVM(ExitStatus.USAGE),

    NO_SUCH_JVM(ExitStatus.UNREACHABLE),
    NOT_A_JVM(ExitStatus.UNREACHABLE),
    OWN_JVM(ExitStatus.UNREACHABLE),
    OTHER_USER(ExitStatus.UNREACHABLE),
    TOO_OLD(ExitStatus.UNREACHABLE),
    NO_ATTACH_MODULE(ExitStatus.UNREACHABLE),
    ATTACH_DISABLED(ExitStatus.UNREACHABLE),
    AGENT_LOADING_DISABLED(ExitStatus.UNREACHABLE),
    AGENT_FAILED(ExitStatus.UNREACHABLE),
    ATTACH_FAILED(ExitStatus.UNREACHABLE),
    NO_CONNECTION(ExitStatus.UNREACHABLE),
    JVM_GONE(ExitStatus.UNREACHABLE),

    /** No agent is in the JVM, so there is no patch or transition to act on. */
    NO_AGENT(ExitStatus.REFUSED),
    /** A file is there but cannot be read as what it should be. */
    UNREADABLE_FILE(ExitStatus.REFUSED),
    /** The bundle cannot be written. */
    UNWRITABLE_FILE(ExitStatus.REFUSED),
    /** The builder refused changes; nothing was written. */
    BUILD_REFUSED(ExitStatus.REFUSED),
    /** OLD and NEW do not differ in anything that runs. */
    NOTHING_TO_PATCH(ExitStatus.REFUSED),
    /** The probe of the patch shows the old behaviour, or nothing. */
    PROBE_FAILED(ExitStatus.REFUSED),
    /** Another operator turned the transition round. */
    REVERSED_BY_OTHER(ExitStatus.REFUSED),
    INTERNAL(ExitStatus.REFUSED),

    STILL_RUNNING(ExitStatus.STILL_RUNNING),
    TIME_OVER(ExitStatus.REVERSED);

    private final ExitStatus status;

    Problem(ExitStatus status) {
        this.status = status;
    }

    ExitStatus status() {
        return status;
    }
}
