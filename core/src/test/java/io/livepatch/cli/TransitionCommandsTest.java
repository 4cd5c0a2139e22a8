package io.livepatch.cli;

import static io.livepatch.model.Direction.PATCH;
import static io.livepatch.model.Direction.UNPATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.livepatch.control.Command;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.control.TransitionView.Blocker;
import io.livepatch.model.PatchState;
import java.io.EOFException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands do about a transition, and the exit status of each outcome. */
class TransitionCommandsTest {
    private static final String SHORT = "50ms";

    private final Tool tool = new Tool();

    @Test
    void disable_transitionEnds_returns0AndSaysSo() {
        tool.engine
                .on(Command.Disable.class, Replies.started(UNPATCH))
                .on(Command.Watch.class, Replies.progress(UNPATCH), Replies.ended(UNPATCH, false));

        Tool.Result result = tool.run("disable", Tool.PID, "fix");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualToNormalizingNewlines("""
                        fix (unpatch): 38 of 40 threads moved, waiting for worker-1 [31] in a.B.c(B.java:12)
                        patch fix is DISABLED: 40 threads in 35 ms
                        """);
        assertThat(tool.engine.received())
                .containsExactly(new Command.Disable("fix"), new Command.Watch(Replies.SERIAL));
    }

    @Test
    void enable_transitionEnds_printsTheOutcomeAsJson() {
        tool.engine
                .on(Command.Enable.class, Replies.started(PATCH, "loader b has another version"))
                .on(Command.Watch.class, Replies.ended(PATCH, false));

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--json");

        assertThat(result.status()).isZero();
        JsonObject json = result.json();
        assertThat(json.getString("patch")).isEqualTo("fix");
        assertThat(json.getString("state")).isEqualTo("ENABLED");
        assertThat(json.getBoolean("changed")).isTrue();
        assertThat(json.getString("direction")).isEqualTo("patch");
        assertThat(json.getInt("elapsedMs")).isEqualTo(35);
        assertThat(json.getInt("threads")).isEqualTo(40);
        assertThat(json.getBoolean("reversed")).isFalse();
        assertThat(json.getArray("warnings")).containsExactly("loader b has another version");
        assertThat(json.has("error")).isFalse();
    }

    @Test
    void enable_warnings_areShownAlsoWithoutWaiting() {
        tool.engine.on(Command.Enable.class, Replies.started(PATCH, "loader b has another version"));

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--no-wait");

        assertThat(result.err()).contains("livepatch: warning: loader b has another version");
    }

    @Test
    void enable_heldAlready_returns0AndDoesNotWatch() {
        tool.engine.on(
                Command.Enable.class,
                new Reply.Unchanged("fix", Optional.of(PatchState.ENABLED), "patch fix is enabled already"));

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().getBoolean("changed")).isFalse();
        assertThat(result.json().getString("state")).isEqualTo("ENABLED");
        assertThat(result.err()).isEqualToNormalizingNewlines("patch fix is enabled already\n");
        assertThat(tool.engine.received(Command.Watch.class)).isEmpty();
    }

    @Test
    void disable_noWait_returns0WhileItRuns() {
        tool.engine.on(Command.Disable.class, Replies.started(UNPATCH));

        Tool.Result result = tool.run("disable", Tool.PID, "fix", "--no-wait", "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().getString("state")).isEqualTo("DISABLING");
        assertThat(tool.engine.received()).containsExactly(new Command.Disable("fix"));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void disable_refused_returns1Or3WhenAnotherTransitionRuns(ErrorKind kind) {
        tool.engine.on(Command.Disable.class, new Reply.Refused(kind, "because of this"));

        Tool.Result result = tool.run("disable", Tool.PID, "fix", "--json");

        assertThat(result.status()).isEqualTo(kind == ErrorKind.BUSY ? 3 : 1);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo(kind.name());
        assertThat(result.json().getObject("error").getString("text")).isEqualTo("because of this");
        assertThat(result.err()).isEqualToNormalizingNewlines("livepatch: because of this\n");
    }

    @Test
    void enable_timeOver_returns4NamesTheBlockersAndLeavesItRunning() {
        tool.engine.on(Command.Enable.class, Replies.started(PATCH)).on(Command.Watch.class, Replies.progress(PATCH));

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--timeout", SHORT, "--quiet");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).isEqualToNormalizingNewlines("""
                        livepatch: the transition of patch fix (patch) is still running after 50 ms: 2 of 40 threads have to move
                          worker-1 [31] in a.B.c(B.java:12)
                        It goes on by itself: 'livepatch wait 4711' waits for it, 'livepatch reverse 4711' turns it round.
                        """);
        assertThat(tool.engine.received(Command.Reverse.class)).isEmpty();
    }

    @Test
    void enable_timeOverWithManyBlockers_namesSome() {
        Blocker[] many = Collections.nCopies(1000, Replies.BLOCKER).toArray(new Blocker[0]);
        tool.engine
                .on(Command.Enable.class, Replies.started(PATCH))
                .on(Command.Watch.class, new Reply.Progress(Replies.transition(PATCH, 2000, 1000, many)));

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--timeout", SHORT, "--quiet", "--json");

        assertThat(result.err()).contains("  and 990 more; 'livepatch status 4711' names them");
        assertThat(result.err().lines()).hasSize(13);
        assertThat(result.json().getObject("transition").getArray("blockers")).hasSize(1000);
    }

    @Test
    void enable_timeOverInJson_tellsTransitionAndError() {
        tool.engine.on(Command.Enable.class, Replies.started(PATCH)).on(Command.Watch.class, Replies.progress(PATCH));

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--timeout", SHORT, "--json");

        assertThat(result.status()).isEqualTo(4);
        JsonObject json = result.json();
        assertThat(json.getString("state")).isEqualTo("ENABLING");
        assertThat(json.getObject("transition").getObject("threads").getInt("pending"))
                .isEqualTo(2);
        assertThat(json.getObject("transition")
                        .getArray("blockers")
                        .getObject(0)
                        .getString("name"))
                .isEqualTo("worker-1");
        assertThat(json.getObject("error").getString("kind")).isEqualTo("STILL_RUNNING");
    }

    @Test
    void enable_timeOverWithReverse_turnsThatTransitionRoundAndReturns5WhenItIsBack() {
        tool.engine
                .on(Command.Enable.class, Replies.started(PATCH))
                .on(Command.Watch.class, Replies.progress(PATCH))
                .on(Command.Reverse.class, command -> {
                    tool.engine.tellWatchers(Replies.progress(UNPATCH));
                    tool.engine.tellWatchers(Replies.ended(UNPATCH, true));
                    return List.of(Replies.started(UNPATCH));
                });

        Tool.Result result =
                tool.run("enable", Tool.PID, "fix", "--timeout", SHORT, "--on-timeout", "reverse", "--json");

        assertThat(result.status()).isEqualTo(5);
        assertThat(tool.engine.received(Command.Reverse.class))
                .containsExactly(new Command.Reverse(Replies.SERIAL, Optional.of(UNPATCH)));
        assertThat(result.json().getString("state")).isEqualTo("DISABLED");
        assertThat(result.json().getBoolean("reversed")).isTrue();
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("TIME_OVER");
        assertThat(result.err()).contains("the transition was reversed after 50 ms; patch fix is DISABLED");
    }

    @Test
    void enable_reversalTakesItsTime_isAskedForOnceAndWaitedFor() {
        Executor later = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
        tool.engine
                .on(Command.Enable.class, Replies.started(PATCH))
                .on(Command.Watch.class, Replies.progress(PATCH))
                .on(Command.Reverse.class, command -> {
                    later.execute(() -> tool.engine.tellWatchers(Replies.ended(UNPATCH, true)));
                    return List.of(Replies.started(UNPATCH));
                });

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--timeout", SHORT, "--on-timeout", "reverse");

        assertThat(result.status()).isEqualTo(5);
        assertThat(tool.engine.received(Command.Reverse.class)).hasSize(1);
    }

    @Test
    void enable_endsJustBeforeItsReversal_returns0() {
        tool.engine
                .on(Command.Enable.class, Replies.started(PATCH))
                .on(Command.Watch.class, Replies.progress(PATCH))
                .on(Command.Reverse.class, command -> {
                    tool.engine.tellWatchers(Replies.ended(PATCH, false));
                    return List.of(new Reply.Refused(ErrorKind.NO_TRANSITION, "no transition is running"));
                });

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--timeout", SHORT, "--on-timeout", "reverse");

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("patch fix is ENABLED");
    }

    @Test
    void disable_reversedByAnother_returns1() {
        tool.engine
                .on(Command.Disable.class, Replies.started(UNPATCH))
                .on(Command.Watch.class, Replies.progress(UNPATCH), Replies.ended(PATCH, true));

        Tool.Result result = tool.run("disable", Tool.PID, "fix", "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("REVERSED_BY_OTHER");
        assertThat(result.err()).contains("another operator reversed the transition; patch fix is ENABLED");
    }

    @Test
    void disable_reversedTwiceByOthers_returns0() {
        tool.engine
                .on(Command.Disable.class, Replies.started(UNPATCH))
                .on(Command.Watch.class, Replies.progress(PATCH), Replies.ended(UNPATCH, false));

        assertThat(tool.run("disable", Tool.PID, "fix").status()).isZero();
    }

    @Test
    void reverse_runningTransition_returns0WhenItIsBack() {
        tool.engine
                .on(Command.Reverse.class, Replies.started(UNPATCH))
                .on(Command.Watch.class, Replies.ended(UNPATCH, true));

        Tool.Result result = tool.run("reverse", Tool.PID);

        assertThat(result.status()).isZero();
        assertThat(tool.engine.received()).contains(new Command.Reverse());
    }

    @Test
    void wait_untilItEnds_returns0() {
        tool.engine.on(Command.Watch.class, Replies.progress(PATCH), Replies.ended(PATCH, false));

        assertThat(tool.run("wait", Tool.PID).status()).isZero();
        assertThat(tool.engine.received()).containsExactly(new Command.Watch(Command.Watch.ANY));
    }

    @Test
    void wait_noTransition_returns0() {
        tool.engine.on(Command.Watch.class, new Reply.Idle());

        Tool.Result result = tool.run("wait", Tool.PID, "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().get("patch")).isNull();
        assertThat(result.json().getBoolean("changed")).isFalse();
    }

    @Test
    void wait_reversedMeanwhile_returns1() {
        tool.engine.on(Command.Watch.class, Replies.progress(PATCH), Replies.ended(UNPATCH, true));

        assertThat(tool.run("wait", Tool.PID).status()).isEqualTo(1);
    }

    @Test
    void wait_reversedBefore_returns0() {
        tool.engine.on(Command.Watch.class, Replies.progress(UNPATCH), Replies.ended(UNPATCH, true));

        assertThat(tool.run("wait", Tool.PID).status()).isZero();
    }

    @Test
    void wait_timeOver_returns4() {
        tool.engine.on(Command.Watch.class, Replies.progress(PATCH));

        assertThat(tool.run("wait", Tool.PID, "--timeout", SHORT).status()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms"})
    void wait_hardlyAnyTime_stillHearsWhetherOneRuns(String time) {
        tool.engine.on(Command.Watch.class, new Reply.Idle());

        assertThat(tool.run("wait", Tool.PID, "--timeout", time).status()).isZero();
    }

    @Test
    void disable_jvmDiesMeanwhile_returns6() {
        tool.engine.on(Command.Disable.class, Replies.started(UNPATCH)).on(Command.Watch.class, command -> {
            tool.jvms.die();
            return List.of(Replies.progress(UNPATCH), new EOFException());
        });

        Tool.Result result = tool.run("disable", Tool.PID, "fix", "--json");

        assertThat(result.status()).isEqualTo(6);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("JVM_GONE");
        assertThat(result.err()).contains("JVM 4711 (com.example.Shop) has ended");
    }

    @Test
    void remove_disabledPatch_returns0() {
        tool.engine.on(Command.Remove.class, new Reply.Removed("fix"));

        Tool.Result result = tool.run("remove", Tool.PID, "fix", "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().getString("patch")).isEqualTo("fix");
        assertThat(result.json().get("state")).isNull();
        assertThat(result.json().getBoolean("changed")).isTrue();
    }

    @Test
    void disable_engineSilent_returns4AndSaysThatItIsUnknown() {
        Tool.Result result = tool.run("disable", Tool.PID, "fix", "--timeout", SHORT, "--json");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("has not answered in time", "livepatch status 4711");
        assertThat(result.json().isNull("state")).isTrue();
    }

    @Test
    void disable_startedAndThenSilent_tellsWhatHasBegun() {
        tool.engine.on(Command.Disable.class, Replies.started(UNPATCH));

        Tool.Result result = tool.run("disable", Tool.PID, "fix", "--timeout", SHORT, "--json");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.json().getString("patch")).isEqualTo("fix");
        assertThat(result.json().getString("state")).isEqualTo("DISABLING");
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("STILL_RUNNING");
    }

    @Test
    void quiet_success_saysNothing() {
        tool.engine
                .on(Command.Disable.class, Replies.started(UNPATCH, "a warning"))
                .on(Command.Watch.class, Replies.progress(UNPATCH), Replies.ended(UNPATCH, false));

        Tool.Result result = tool.run("disable", Tool.PID, "fix", "--quiet");

        assertThat(result).isEqualTo(new Tool.Result(0, "", ""));
    }
}
