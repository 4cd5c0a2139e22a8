package io.livepatch.gate;

import io.livepatch.model.MethodId;
import java.util.List;
import java.util.Map;

/**
 * Takes a scratch gate through every decision, so that all that a gate can reach is loaded, linked and initialised before the
 * first method is armed: a gate may be entered in the middle of class loading or linking.
 */
public final class GateWarmUp {
    private static final int SITE = PatchGate.site(1, false);

    private GateWarmUp() {}

    /**
     * Runs it.
     *
     * @throws IllegalStateException if this JDK does not let a thread see its own stack; nothing may be armed then
     */
    public static void run() {
        PatchGate gate = new PatchGate(GateWarmUp.class.getName());
        PatchedFrames none = PatchedFrames.of(Map.of(GateWarmUp.class.getName(), List.of(new MethodId("none", "()V"))));
        Thread self = Thread.currentThread();
        View first = gate.start(new ThreadTable(1), none);
        gate.test(SITE);
        gate.run();
        gate.test(SITE);
        askAndTest(first.table().find(self), gate);
        if (first.table().find(self).isUnmoved()) {
            throw new IllegalStateException("a thread cannot check its own stack on this JDK");
        }
        gate.test(SITE);
        gate.test(PatchGate.site(1, true));

        View second = gate.reverse(new ThreadTable(1));
        second.before().close(self);
        gate.test(SITE);
        gate.run();
        ThreadRecord record = second.table().find(self);
        record.casState(RecordState.UNMOVED, RecordState.PENDING);
        gate.poll();
        second.table().close(self);
        gate.settle(false);
        gate.test(SITE);
    }

    /** The walk finds this class, which plays the dispatcher, and looks at all frames below its caller. */
    private static void askAndTest(ThreadRecord record, PatchGate gate) {
        record.casState(RecordState.UNMOVED, RecordState.PENDING);
        gate.test(SITE);
    }
}
