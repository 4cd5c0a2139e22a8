package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Fix;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;

/**
 * What fixes are made of beyond bodies: added methods, fields, constructors and classes, other static values. A patched JVM does what one does
 * that was started with the fix, and one that was disabled what it did before.
 */
class FixesOfEveryKindIT {
    @EveryJdk
    void behaveAsAfterARestartAndBack(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").start()) {
            Operator operator = new Operator(target);
            SoftAssertions softly = new SoftAssertions();
            for (Fix fix : Fix.all()) {
                walk(fix, dir, target, operator, softly);
            }
            softly.assertAll();
        }
    }

    private static void walk(Fix fix, Path dir, TargetJvm target, Operator operator, SoftAssertions softly)
            throws IOException, BuildInputException {
        Versions versions = fix.compile(dir);
        String old = fresh(fix, versions.v1(), target);
        String fixed = fresh(fix, versions.v2(), target);
        assertThat(fixed).as("%s shows its version", fix.name()).isNotEqualTo(old);
        target.loader(fix.name(), versions.v1());
        assertThat(probe(fix, fix.name(), target)).isEqualTo(old);

        Path bundle = dir.resolve(fix.name() + ".jar");
        BuildResult built = BundleBuilder.build(
                versions.v1(), versions.v2(), bundle, new BuildOptions(fix.name(), "", ""), BuildProgress.NONE);
        softly.assertThat(built.refusals()).as(fix.name()).isEmpty();
        if (!built.refusals().isEmpty()) {
            return;
        }
        end(operator, Operator.applying(bundle));
        softly.assertThat(probe(fix, fix.name(), target))
                .as("%s patched", fix.name())
                .isEqualTo(fixed);
        end(operator, new Command.Disable(fix.name()));
        softly.assertThat(probe(fix, fix.name(), target))
                .as("%s disabled", fix.name())
                .isEqualTo(old);
        end(operator, new Command.Enable(fix.name()));
        softly.assertThat(probe(fix, fix.name(), target))
                .as("%s enabled again", fix.name())
                .isEqualTo(fixed);

        String late = fix.name() + " late";
        target.loader(late, versions.v1());
        softly.assertThat(probe(fix, late, target))
                .as("%s loaded later", fix.name())
                .isEqualTo(fixed);
        end(operator, new Command.Disable(fix.name()));
    }

    /** What a JVM shows that was started with a version. */
    private static String fresh(Fix fix, Path classes, TargetJvm target) {
        String loader = fix.name() + " " + classes.getFileName();
        target.loader(loader, classes);
        return probe(fix, loader, target);
    }

    private static String probe(Fix fix, String loader, TargetJvm target) {
        return target.callIn(loader, fix.probe(), "run");
    }

    private static void end(Operator operator, Command command) throws IOException {
        Reply reply = operator.ask(command);
        assertThat(reply).isInstanceOf(Reply.Started.class);
        assertThat(operator.await(((Reply.Started) reply).transition())).isInstanceOf(Reply.Ended.class);
    }
}
