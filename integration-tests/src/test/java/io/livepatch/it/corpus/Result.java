package io.livepatch.it.corpus;

/**
 * How it went with a pair in a mode on a JDK.
 *
 * @param refusals of {@code build} or {@code apply}
 * @param error what is broken, else empty
 */
record Result(Verdict verdict, Build build, Findings refusals, String error) {
    static Result of(Verdict verdict, Build build) {
        return new Result(verdict, build, Findings.NONE, "");
    }

    static Result refused(Build build, Findings refusals) {
        return new Result(Verdict.REFUSED, build, refusals, "");
    }

    static Result broken(Build build, String error) {
        return new Result(Verdict.BROKEN, build, Findings.NONE, error);
    }

    /** All of it, for the one who looks into it. */
    String report() {
        StringBuilder text = new StringBuilder(verdict.toString());
        if (!build.needed().isEmpty()) {
            text.append(" with ").append(build.needed());
        }
        if (!error.isEmpty()) {
            text.append("\n  ").append(error);
        }
        refusals.entries().forEach(each -> text.append("\n  refused: ").append(each));
        build.warnings().entries().forEach(each -> text.append("\n  warning: ").append(each));
        return text.append('\n').toString();
    }
}
