package io.livepatch.cli;

import static io.livepatch.model.Direction.PATCH;
import static io.livepatch.model.Direction.UNPATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.ProbeResult.Verdict;
import io.livepatch.control.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbingTest {
    /** The watch that a command starts, and the one that follows the way back, are told apart by this. */
    private static final long BACK = Replies.SERIAL + 1;

    private final Tool tool = new Tool();
    private Path bundle;

    @BeforeEach
    void aPatchThatComesIntoForce(@TempDir Path directory) {
        bundle = Bundles.bundle(directory);
        tool.engine
                .on(Command.Apply.class, Replies.started(PATCH))
                .on(Command.Probe.class, Replies.probed(Verdict.VULNERABLE))
                .on(Command.Disable.class, new Reply.Started(BACK, "fix", UNPATCH, List.of()));
        back(Replies.ended(UNPATCH, false));
    }

    private void back(Object... words) {
        tool.engine.on(
                Command.Watch.class,
                command -> ((Command.Watch) command).transition() == BACK
                        ? List.of(words)
                        : List.of(Replies.enabledWithProbe()));
    }

    @Test
    void apply_probeIsContent_returns0() {
        tool.engine.on(Command.Probe.class, Replies.probed(Verdict.FIXED));

        Tool.Result result = tool.run("apply", Tool.PID, bundle);

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("its probe says FIXED in loader app");
        assertThat(tool.engine.received(Command.Disable.class)).isEmpty();
    }

    @Test
    void apply_nothingToAsk_saysSo() {
        tool.engine.on(Command.Probe.class, Replies.probed());

        Tool.Result result = tool.run("apply", Tool.PID, bundle);

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("its probe was not asked");
    }

    @Test
    void apply_oneLoaderVulnerable_takesThePatchBack() {
        tool.engine.on(Command.Probe.class, Replies.probed(Verdict.FIXED, Verdict.VULNERABLE));

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getString("state")).isEqualTo("DISABLED");
        assertThat(result.err()).contains("FIXED in loader app, VULNERABLE in loader app; patch fix is DISABLED again");
    }

    @Test
    void apply_condemned_bringsBackWhatItHadReplaced() {
        replacing("first", "second");
        tool.engine.on(Command.Enable.class, new Reply.Started(BACK + 1, "first", PATCH, List.of()));

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getString("state")).isEqualTo("DISABLED");
        assertThat(tool.engine.received(Command.Enable.class))
                .containsExactly(new Command.Enable("first"), new Command.Enable("second"));
        assertThat(result.err())
                .contains(
                        "patch first, which it had replaced, is ENABLED again",
                        "patch second, which it had replaced, is ENABLED again");
    }

    @Test
    void apply_replacedPatchDoesNotComeBack_saysWhichAndWhatToDo() {
        replacing("first");
        tool.engine.on(Command.Enable.class, new Reply.Refused(ErrorKind.VETOED, "a callback says no"));

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getObject("error").getString("text"))
                .contains(
                        "patch first, which it had replaced, stays DISABLED: a callback says no",
                        "'livepatch enable " + Tool.PID + " first'");
    }

    @Test
    void apply_condemnedAndTheTimeIsOver_saysWhatStaysReplaced() {
        replacing("first");
        tool.engine.on(Command.Disable.class, new Reply.Refused(ErrorKind.BUSY, "patch other is ENABLING"));

        Tool.Result result = tool.run("apply", Tool.PID, bundle);

        assertThat(result.err()).contains("what it had replaced stays DISABLED: first");
        assertThat(tool.engine.received(Command.Enable.class)).isEmpty();
    }

    /** The patch takes the place of others. */
    private void replacing(String... names) {
        tool.engine.on(Command.Watch.class, command -> {
            long transition = ((Command.Watch) command).transition();
            return List.of(
                    transition == Replies.SERIAL
                            ? Replies.enabledWithProbe(names)
                            : Replies.ended(transition == BACK ? UNPATCH : PATCH, false));
        });
    }

    @Test
    void probe_oneLoaderVulnerable_returns1AndSaysWhy() {
        tool.engine.on(Command.Probe.class, Replies.probed(Verdict.FIXED, Verdict.VULNERABLE));

        Tool.Result result = tool.run("probe", Tool.PID, "fix", "--json", "--quiet");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getArray("probe")).hasSize(2);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("PROBE_FAILED");
        assertThat(result.err()).contains("the fix of patch fix does not show in 1 of 2 class loaders");
    }

    @Test
    void apply_wayBackRefused_tellsWhatTheProbeSaidAndThatThePatchStays() {
        tool.engine.on(Command.Disable.class, new Reply.Refused(ErrorKind.BUSY, "patch other is ENABLING"));

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getString("state")).isEqualTo("ENABLED");
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("PROBE_FAILED");
        assertThat(result.json().getArray("probe")).hasSize(1);
        assertThat(result.err())
                .contains("VULNERABLE", "patch other is ENABLING", "'livepatch disable " + Tool.PID + " fix'");
    }

    @Test
    void apply_wayBackTakesTooLong_returnsWhenTheTimeIsOver() {
        back(Replies.progress(UNPATCH));

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--timeout", "300ms", "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getString("state")).isEqualTo("DISABLING");
        assertThat(result.err()).contains("VULNERABLE", "'livepatch wait " + Tool.PID + "'");
    }

    @Test
    void apply_wayBackReversedByAnother_saysSo() {
        back(Replies.ended(PATCH, true));

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getString("state")).isEqualTo("ENABLED");
        assertThat(result.err()).contains("another operator reversed");
    }
}
