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
    /** Of which call the journal cannot be told; null for none. */
    private String untold;

    private final CallbackJournal journal = new CallbackJournal() {
        @Override
        public void runs(CallbackKind kind, String where) {
            if ((kind + " " + where).equals(untold)) {
                untold = null;
                throw new OutOfMemoryError("thrown by a test");
            }
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

    /** The second one cannot even be described, so what the first has prepared is all that counts. */
    @Test
    void before_laterCallbackThrowsSomethingOdd_takesTheEarlierBack() throws Exception {
        TransitionCallbacks callbacks = callbacks(
                Patches.calling(
                        "fix",
                        CALLS,
                        "public class Odd extends RuntimeException implements io.livepatch.api.PatchCallbacks {"
                                + " public void prePatch(io.livepatch.api.PatchContext c) { throw this; }"
                                + " public String getMessage() { throw this; } }"),
                Direction.PATCH);

        assertThatThrownBy(callbacks::before)
                .isInstanceOf(VetoException.class)
                .hasMessageContaining("Odd, which cannot even be described");

        assertThat(seen).containsExactly("pre-patch", "pre-patch", "pre-patch failed", "post-unpatch");
    }

    /** The journal, which needs memory, fails where the first callback has run already. */
    @Test
    void settled_again_callsNoneTwice() throws Exception {
        LoadedPatch patch = Patches.calling("fix", CALLS, CALLS.replace("Calls", "More"));
        TransitionCallbacks callbacks = callbacks(patch, Direction.PATCH);
        callbacks.before();
        untold = "post-patch More once in the JVM";

        assertThatThrownBy(() -> callbacks.settled(Direction.PATCH)).hasMessageContaining("thrown by a test");
        callbacks.settled(Direction.PATCH);

        assertThat(seen).containsExactly("pre-patch", "pre-patch", "post-patch", "post-patch");
    }

    @Test
    void settled_reversal_runsPostUnpatchAlone() throws Exception {
        TransitionCallbacks callbacks = callbacks(Patches.calling("fix", CALLS), Direction.PATCH);

        callbacks.before();
        callbacks.settled(Direction.UNPATCH);

        assertThat(seen).containsExactly("pre-patch", "post-unpatch");
    }
}
