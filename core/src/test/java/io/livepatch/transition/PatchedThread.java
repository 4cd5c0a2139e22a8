package io.livepatch.transition;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A thread with two patched methods, of which the outer one may call the inner one. They ask the gate as woven methods do, and
 * keep which sides they were given in each unit, from entering the outer one until leaving it.
 */
final class PatchedThread {
    static final PatchedFrames PATCHED = PatchedFrames.of(Map.of(
            PatchedThread.class.getName(),
            List.of(MethodId.parse("outer(Ljava/lang/Runnable;)V"), MethodId.parse("inner()V"))));
    static final String DISPATCHER = Dispatching.class.getName();

    private static final int SITE = PatchGate.site(1, false);

    private final PatchGate gate;
    private final List<Set<Boolean>> units = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread;

    /** Plays the class that woven code calls: the frame below its own is the method being entered. */
    private static final class Dispatching {
        static boolean enter(PatchGate gate) {
            return gate.test(SITE);
        }
    }

    /** Not started: a test may want it to be born later. */
    PatchedThread(PatchGate gate, Consumer<PatchedThread> body) {
        this.gate = gate;
        thread = new Thread(
                () -> {
                    try {
                        body.accept(this);
                        end.complete(null);
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                },
                "patched");
        thread.setDaemon(true);
    }

    Thread thread() {
        return thread;
    }

    void start() {
        thread.start();
    }

    void join() {
        end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    void outer(Runnable body) {
        units.add(new LinkedHashSet<>());
        see(Dispatching.enter(gate));
        body.run();
    }

    void inner() {
        see(Dispatching.enter(gate));
    }

    private void see(boolean side) {
        units.get(units.size() - 1).add(side);
    }

    /** The sides that were seen by each unit; to be asked when it stands still. */
    List<Set<Boolean>> units() {
        return units;
    }
}
