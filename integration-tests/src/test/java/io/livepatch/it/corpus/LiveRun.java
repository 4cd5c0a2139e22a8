package io.livepatch.it.corpus;

import com.grack.nanojson.JsonObject;
import io.livepatch.it.corpus.Sight.Kind;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Outcome;
import io.livepatch.it.harness.TargetJvm;
import java.nio.file.Path;

/** The part of a run that has a live JVM: threads use the library all the time, through every phase. */
final class LiveRun {
    private static final String TIMEOUT = "90s";
    private static final int DONE = 0;
    private static final int REFUSED = 1;

    private final Livepatch tool;
    private final TargetJvm target;
    private final Probes probes;

    LiveRun(Livepatch tool, TargetJvm target, Probes probes) {
        this.tool = tool;
        this.target = target;
        this.probes = probes;
    }

    Result thereAndBack(Build build, Path bundle) {
        probes.start("before");
        Sight before = probes.look("before");
        if (!before.is(Kind.VULNERABLE)) {
            return Result.broken(build, "before the patch: " + before);
        }
        probes.enter("patching");
        Outcome apply = tool.run("apply", target.pid(), bundle, "--timeout", TIMEOUT, "--json");
        probes.enter("patched");
        Result result = apply.exit() == DONE ? patched(build) : notApplied(build, apply);
        probes.stop();
        return result;
    }

    private Result patched(Build build) {
        Sight during = probes.sight("patching");
        Sight patched = probes.look("patched");
        probes.enter("unpatching");
        Outcome disable = tool.run("disable", target.pid(), Corpus.PATCH, "--timeout", TIMEOUT);
        probes.enter("unpatched");
        Sight unpatched = probes.look("unpatched");
        Sight backwards = probes.sight("unpatching");
        String course = "while it was applied: " + during + "; applied: " + patched + "; while it was disabled: "
                + backwards + "; disabled: " + unpatched;
        boolean broken = during.is(Kind.FAILED)
                || patched.is(Kind.FAILED)
                || patched.is(Kind.MIXED)
                || backwards.is(Kind.FAILED)
                || !unpatched.is(Kind.VULNERABLE);
        if (broken || disable.exit() != DONE) {
            return Result.broken(build, course + "; disable ended with " + disable.exit() + ": " + disable.err());
        }
        return Result.of(patched.is(Kind.FIXED) ? Verdict.TURNED_AND_BACK : Verdict.STILL_VULNERABLE, build);
    }

    private Result notApplied(Build build, Outcome apply) {
        String said = "apply ended with " + apply.exit() + ": " + apply.out() + apply.err();
        Sight after = probes.look("patched");
        if (apply.exit() != REFUSED || !after.is(Kind.VULNERABLE)) {
            return Result.broken(build, said + "; then: " + after);
        }
        JsonObject error = apply.json().getObject("error");
        return Result.refused(build, Findings.of(error.getString("kind"), error.getString("text")));
    }
}
