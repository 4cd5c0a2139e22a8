package io.livepatch.it.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.finding.Finding;
import io.livepatch.finding.WarningKind;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.TargetFailure;
import io.livepatch.it.harness.TargetJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes pairs from the old version to the new one and back in a JVM. */
final class Walk {
    private final TargetJvm target;
    private final Operator operator;
    private final Tally tally;

    Walk(TargetJvm target, Tally tally) {
        this.target = target;
        this.operator = new Operator(target);
        // the agent listens a moment after the start
        await().ignoreExceptions().until(() -> operator.status() != null);
        this.tally = tally;
    }

    /** Goes it with one, and tells the tally how it went. */
    void go(CompiledPair compiled, Path directory) throws IOException, BuildInputException {
        RandomPair pair = compiled.pair();
        String oldLoader = load("old", compiled.versions().v1());
        String newLoader = load("new", compiled.versions().v2());
        String live = load("live", compiled.versions().v1());
        String old = ask(oldLoader, pair, "run");
        String fixed = ask(newLoader, pair, "run");
        String oldState = ask(oldLoader, pair, "state");
        String newState = ask(newLoader, pair, "state");
        String before = ask(live, pair, "run");
        assertThat(before).as("%s is the same each time", pair.name()).isEqualTo(old);

        Path bundle = directory.resolve(pair.name() + ".jar");
        BuildResult built;
        try {
            built = BundleBuilder.build(
                    compiled.versions().v1(),
                    compiled.versions().v2(),
                    bundle,
                    new BuildOptions(pair.name(), "", ""),
                    BuildProgress.NONE);
        } catch (RuntimeException e) {
            tally.differs(pair, "build: " + org.assertj.core.util.Throwables.getStackTrace(e));
            return;
        }
        switch (built.outcome()) {
            case REFUSED -> tally.refused(built);
            case NOTHING_TO_PATCH -> tally.compare(pair, "nothing to patch", old, fixed);
            case WRITTEN -> {
                Predicate<String> unlike = unlike(pair, built, oldState, newState);
                String problem = end(Operator.applying(bundle));
                if (!problem.isEmpty()) {
                    tally.differs(pair, problem);
                    return;
                }
                String patched = ask(live, pair, "run");
                tally.compare(pair, "patched", promised(patched, unlike), promised(fixed, unlike));
                tally.differs(pair, end(new Command.Disable(pair.name())));
                tally.compare(pair, "disabled", ask(live, pair, "run"), old);
                operator.ask(new Command.Remove(pair.name()));
                tally.walked(fixed.equals(old));
            }
            default -> throw new AssertionError(built.outcome());
        }
    }

    private String load(String loader, Path classes) {
        target.loader(loader, classes);
        return loader;
    }

    private String ask(String loader, RandomPair pair, String method) {
        try {
            return target.callIn(loader, pair.name() + ".Probe", method);
        } catch (TargetFailure e) {
            return "failed: " + e.getMessage();
        }
    }

    /** What an operation that should have succeeded was answered, empty if it did. */
    private String end(Command command) throws IOException {
        Reply reply = operator.ask(command);
        if (!(reply instanceof Reply.Started started)) {
            return command.getClass().getSimpleName() + ": " + reply;
        }
        Reply end = operator.await(started.transition());
        return end instanceof Reply.Ended ? "" : command.getClass().getSimpleName() + ": " + end;
    }

    /**
     * Which lines show an object that was made before and is not as after a restart: the constructors of the new version would have made it
     * otherwise and might have left something in an added static field, or the builder warned that it does not know the value of an added field.
     */
    private static Predicate<String> unlike(RandomPair pair, BuildResult built, String oldState, String newState) {
        List<String> olds = lines(oldState);
        List<String> news = lines(newState);
        List<String> names = new ArrayList<>();
        for (String line : olds) {
            if (!news.contains(line)) {
                names.add(line.substring(0, line.indexOf(':')));
            }
        }
        for (Finding<WarningKind> warning : built.warnings()) {
            if (warning.kind() == WarningKind.FIELD_DEFAULT) {
                names.addAll(pair.below(warning.where().split("\\.", -1)[1]));
            }
        }
        return line -> (pair.sharesAddedState() && line.startsWith(Source.KEPT))
                || names.stream().anyMatch(name -> line.startsWith(Source.KEPT + name + ":"));
    }

    /** The lines up to the first that is not promised, which may have changed what the others show. */
    private static String promised(String shown, Predicate<String> unlike) {
        return lines(shown).stream().takeWhile(unlike.negate()).collect(Collectors.joining("\n"));
    }

    private static List<String> lines(String shown) {
        return Arrays.asList(shown.split(Pattern.quote(Source.LINE)));
    }
}
