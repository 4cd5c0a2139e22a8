package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;

/**
 * A fix in a live JVM and back: patched it does what a JVM does that started with the new version, disabled what it did before, enabled again and in
 * a loader that comes later what the new version does.
 *
 * @param target with the agent
 * @param dir for the bundle
 * @param softly receives what is not so
 */
public record RoundTrip(TargetJvm target, Path dir, SoftAssertions softly) {
    /**
     * Goes there and back.
     *
     * @param name of the patch
     * @param versions directories or JARs
     * @param probe a class of the library with a static method {@code run}
     */
    public void walk(String name, Versions versions, String probe) throws IOException, BuildInputException {
        walk(new BuildOptions(name, "", ""), versions, probe);
    }

    /** The same with what the operator says to {@code build}. */
    public void walk(BuildOptions options, Versions versions, String probe) throws IOException, BuildInputException {
        String name = options.name();
        String old = fresh(name, versions.v1(), probe);
        String fixed = fresh(name, versions.v2(), probe);
        assertThat(fixed).as("%s shows its version", name).isNotEqualTo(old);
        target.loader(name, versions.v1());
        assertThat(target.callIn(name, probe, "run")).isEqualTo(old);

        Path bundle = dir.resolve(name + ".jar");
        BuildResult built = BundleBuilder.build(versions.v1(), versions.v2(), bundle, options, BuildProgress.NONE);
        softly.assertThat(built.refusals()).as(name).isEmpty();
        if (!built.refusals().isEmpty()) {
            return;
        }
        Operator operator = new Operator(target);
        end(operator, Operator.applying(bundle));
        expect(name, probe, fixed, "patched");
        end(operator, new Command.Disable(name));
        expect(name, probe, old, "disabled");
        end(operator, new Command.Enable(name));
        expect(name, probe, fixed, "enabled again");

        String late = name + " late";
        target.loader(late, versions.v1());
        expect(late, probe, fixed, "loaded later");
        end(operator, new Command.Disable(name));
    }

    private void expect(String loader, String probe, String result, String state) {
        softly.assertThat(target.callIn(loader, probe, "run"))
                .as("%s %s", loader, state)
                .isEqualTo(result);
    }

    /** What a JVM shows that was started with a version. */
    private String fresh(String name, Path classes, String probe) {
        String loader = name + " " + classes.getFileName();
        target.loader(loader, classes);
        return target.callIn(loader, probe, "run");
    }

    private static void end(Operator operator, Command command) throws IOException {
        Reply reply = operator.ask(command);
        assertThat(reply).isInstanceOf(Reply.Started.class);
        assertThat(operator.await(((Reply.Started) reply).transition())).isInstanceOf(Reply.Ended.class);
    }
}
