package io.livepatch.it.harness;

/** The lines of a {@link Transcript} that are the same in every scenario. */
public final class Expected {
    private Expected() {}

    /** An apply, as far as the transition has been started. */
    public static String applying(String patch) {
        return """
                % apply PATCH
                PATCH: enabling
                PATCH: initializing patching
                PATCH: starting patching
                """.replace("PATCH", patch);
    }

    /** An apply that nobody holds up. */
    public static String applied(String patch) {
        return applying(patch) + """
                PATCH: completing patching
                PATCH: enabled
                """.replace("PATCH", patch);
    }

    /** A disable, as far as the transition has been started. */
    public static String disabling(String patch) {
        return """
                % disable PATCH
                PATCH: disabling
                PATCH: initializing unpatching
                PATCH: starting unpatching
                """.replace("PATCH", patch);
    }

    /** A disable that nobody holds up. */
    public static String disabled(String patch) {
        return disabling(patch) + """
                PATCH: completing unpatching
                PATCH: disabled
                """.replace("PATCH", patch);
    }
}
