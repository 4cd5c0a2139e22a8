package io.livepatch.cli;

import static io.livepatch.model.Direction.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator can do about threads that do not move by themselves. */
class ForceAndSignalTest {
    private final Tool tool = new Tool();

    @Test
    void force_transitionEnds_returns0AndWarns() {
        tool.engine
                .on(Command.Force.class, Replies.started(PATCH, "against the consistency rule"))
                .on(Command.Watch.class, Replies.ended(PATCH, false));

        Tool.Result result = tool.run("force", Tool.PID);

        assertThat(result.status()).isZero();
        assertThat(result.err())
                .contains("warning: against the consistency rule")
                .contains("patch fix is ENABLED");
        assertThat(tool.engine.received(Command.Force.class)).containsExactly(new Command.Force(Command.Watch.ANY));
    }

    @Test
    void force_withoutTransition_returns1() {
        tool.engine.on(Command.Force.class, new Reply.Refused(ErrorKind.NO_TRANSITION, "no transition is running"));

        Tool.Result result = tool.run("force", Tool.PID, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("NO_TRANSITION");
    }

    @Test
    void enable_timeIsOverAndForceOrdered_forcesThatTransitionAndReturns0() {
        tool.engine
                .on(Command.Enable.class, Replies.started(PATCH))
                .on(Command.Watch.class, Replies.progress(PATCH))
                .on(Command.Force.class, command -> {
                    tool.engine.tellWatchers(Replies.ended(PATCH, false));
                    return List.of(Replies.started(PATCH));
                });

        Tool.Result result = tool.run("enable", Tool.PID, "fix", "--timeout", "50ms", "--on-timeout", "force");

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("the time is over").contains("patch fix is ENABLED");
        assertThat(tool.engine.received(Command.Force.class)).containsExactly(new Command.Force(Replies.SERIAL));
    }

    @Test
    void signal_blockedThreads_areNamed() {
        tool.engine.on(Command.Signal.class, new Reply.Signalled(List.of("worker-1", "worker-2")));

        Tool.Result result = tool.run("signal", Tool.PID);

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("woke worker-1, worker-2");
        assertThat(tool.engine.received(Command.Signal.class)).containsExactly(new Command.Signal(false));
    }

    @Test
    void signal_interruptInJson_isOneDocument() {
        tool.engine.on(Command.Signal.class, new Reply.Signalled(List.of("worker-1")));

        Tool.Result result = tool.run("signal", Tool.PID, "--interrupt", "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().getBoolean("interrupted")).isTrue();
        assertThat(result.json().getArray("threads")).containsExactly("worker-1");
        assertThat(tool.engine.received(Command.Signal.class)).containsExactly(new Command.Signal(true));
    }
}
