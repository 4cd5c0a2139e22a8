package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.control.ThreadsView;
import io.livepatch.control.ThreadsView.ThreadView;
import io.livepatch.control.TransitionView;
import io.livepatch.control.TransitionView.Blocker;
import io.livepatch.model.Direction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code status} and {@code threads} of a JVM with an agent. */
class StatusCommandTest {
    private static final TransitionView TRANSITION = Replies.transition(
            Direction.UNPATCH,
            40,
            2,
            Replies.BLOCKER,
            new Blocker(32, "evil\u001b[2Jname", true, TransitionView.Reason.UNRELIABLE, "", "truncated", 12_345));

    private final Tool tool = new Tool();

    private void answer(Optional<TransitionView> transition) {
        tool.engine.on(Command.Status.class, new Reply.StatusReply(Replies.status(transition)));
    }

    @Test
    void status_transitionRuns_showsBlockersAndNoControlCharacter() {
        answer(Optional.of(TRANSITION));

        Tool.Result result = tool.run("status", Tool.PID);

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("""
                        JVM 4711  com.example.Shop  Java 25.0.3  agent 0.1.0

                        transition of patch fix (unpatch, generation 3): 38 of 40 threads moved, 120 ms
                          BLOCKED  worker-1 [31] in a.B.c(B.java:12) for 90 ms
                          UNRELIABLE  evil?[2Jname [32], whose stack could not be seen whole (truncated) for 12 s

                        PATCH  VERSION  STATE    ORDER  CLASSES
                        fix    1.2      ENABLED  1      1 of 2 patched

                        AT                    EVENT     PATCH  TOOK   THREADS
                        2026-11-20T12:00:00Z  enabling  fix    -      -
                        2026-11-20T12:00:01Z  enabled   fix    35 ms  40
                        """);
    }

    @Test
    void status_onePatch_showsItsClasses() {
        answer(Optional.empty());

        Tool.Result result = tool.run("status", Tool.PID, "fix");

        assertThat(result.out())
                .contains("no transition is running")
                .containsPattern("a\\.B +app +yes +c\\(I\\)V")
                .containsPattern("a\\.D +- +not loaded +e\\(\\)V");
    }

    @Test
    void status_patchThatIsNotLoaded_returns0WithNothingInIt() {
        answer(Optional.empty());

        Tool.Result result = tool.run("status", Tool.PID, "other", "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().getArray("patches")).isEmpty();
        assertThat(result.json().getArray("history")).isEmpty();
        assertThat(result.err()).contains("no patch other is loaded");
    }

    @Test
    void status_json_hasThePidThatTheOperatorUses() {
        answer(Optional.of(TRANSITION));

        JsonObject json = tool.run("status", Tool.PID, "--json").json();

        assertThat(json.getObject("jvm").getLong("pid")).isEqualTo(Tool.PID);
        assertThat(json.getObject("transition").getString("direction")).isEqualTo("unpatch");
        assertThat(json.getArray("patches")).hasSize(1);
    }

    @Test
    void threads_showsEachState() {
        ThreadsView view = new ThreadsView(
                List.of(new ThreadView(1, "main", false, 1, false), new ThreadView(31, "worker-1", true, 0, true)));
        tool.engine.on(Command.Threads.class, new Reply.ThreadsReply(view));

        Tool.Result result = tool.run("threads", Tool.PID);

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("""
                        ID  STATE  PENDING  KIND      NAME
                        1   1      no       platform  main
                        31  0      yes      virtual   worker-1
                        """);
    }

    @Test
    void threads_json_isTheDocumentOfTheContract() {
        ThreadsView view = new ThreadsView(List.of(new ThreadView(1, "main", false, -1, false)));
        tool.engine.on(Command.Threads.class, new Reply.ThreadsReply(view));

        JsonObject thread = tool.run("threads", Tool.PID, "--json")
                .json()
                .getArray("threads")
                .getObject(0);

        assertThat(thread.getInt("patchState")).isEqualTo(-1);
        assertThat(thread.getBoolean("pending")).isFalse();
    }

    @Test
    void status_unexpectedReply_isAFailureOfOurs() {
        tool.engine.on(Command.Status.class, new Reply.Idle());

        Tool.Result result = tool.run("status", Tool.PID, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("INTERNAL");
    }
}
