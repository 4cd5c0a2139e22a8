package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.Direction;
import io.livepatch.patchcode.CallbackJournal;
import io.livepatch.patchcode.CallbackKind;
import io.livepatch.patchcode.CallbackThread;
import io.livepatch.transition.VetoException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transition runs the callbacks that it owes, and no others, also if it does not start. */
class TransitionCallbacksTest {
    private static final String CALLS = "public class Calls implements io.livepatch.api.PatchCallbacks { }";

    private final List<String> seen = new ArrayList<>();
    private final CallbackJournal journal = new CallbackJournal() {
        @Override
        public void runs(CallbackKind kind, String where) {
            seen.add(kind.toString());
        }

        @Override
        public void failed(CallbackKind kind, String where, String reason) {
            seen.add(kind + " failed");
        }

        @Override
        public void changed(String where, String what) {
            throw new AssertionError(what);
        }
    };
    private final PatchRegistry registry = new PatchRegistry();
    private final CallbackThread thread = new CallbackThread(() -> {});

    private TransitionCallbacks callbacks(LoadedPatch patch, Direction start) {
        return new TransitionCallbacks(
                patch, start, List.of(), List.of(), new TransitionCallbacks.Callers(thread, registry), journal);
    }

    @Test
    void notStarted_afterPrePatch_runsPostUnpatchOnce() throws Exception {
        TransitionCallbacks callbacks = callbacks(Patches.calling("fix", CALLS), Direction.PATCH);

        callbacks.before();
        callbacks.notStarted();
        callbacks.notStarted();

        assertThat(seen).containsExactly("pre-patch", "post-unpatch");
    }

    @Test
    void notStarted_disable_isInForceAgain() throws Exception {
        LoadedPatch patch = Patches.calling("fix", CALLS);
        TransitionCallbacks enable = callbacks(patch, Direction.PATCH);
        enable.before();
        enable.settled(Direction.PATCH);
        seen.clear();
        TransitionCallbacks disable = callbacks(patch, Direction.UNPATCH);

        disable.before();
        disable.notStarted();

        assertThat(seen).containsExactly("pre-unpatch", "post-patch");
    }

    @Test
    void notStarted_nothingHasRun_runsNothing() throws Exception {
        callbacks(Patches.calling("fix", CALLS), Direction.PATCH).notStarted();

        assertThat(seen).isEmpty();
    }

    @Test
    void before_callbackThatThrows_isAVetoAndOwesNothing() throws Exception {
        TransitionCallbacks callbacks = callbacks(
                Patches.calling(
                        "fix",
                        "public class Calls implements io.livepatch.api.PatchCallbacks {"
                                + " public void prePatch(io.livepatch.api.PatchContext c) { throw new Error(\"no\"); } }"),
                Direction.PATCH);

        assertThatThrownBy(callbacks::before)
                .isInstanceOf(VetoException.class)
                .hasMessageStartingWith(
                        "the patch refuses to be applied, by Calls once in the JVM: java.lang.Error: no at");
        callbacks.notStarted();

        assertThat(seen).containsExactly("pre-patch", "pre-patch failed");
    }

    @Test
    void settled_reversal_runsPostUnpatchAlone() throws Exception {
        TransitionCallbacks callbacks = callbacks(Patches.calling("fix", CALLS), Direction.PATCH);

        callbacks.before();
        callbacks.settled(Direction.UNPATCH);

        assertThat(seen).containsExactly("pre-patch", "post-unpatch");
    }
}
